import type { ExactValue } from '@shared/exactJson/tree'
import { isList, isObject } from './delta'

/** A text that equal scalars share; `null` for lists and objects. Numbers are equal when written alike. */
export function scalarText(value: ExactValue): string | null {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `"${value}`
  if (isList(value) || value.kind === 'object') return null
  return `${value.kind} ${value.text}`
}

/** Gives equal values equal numbers, members in their order; each container is walked once. */
export class ValueNumbers {
  private readonly byText = new Map<string, number>()
  private readonly byContainer = new WeakMap<object, number>()

  of(value: ExactValue): number {
    const scalar = scalarText(value)
    if (scalar !== null || value === null || typeof value !== 'object') return this.ofText(scalar ?? '')
    const known = this.byContainer.get(value)
    if (known !== undefined) return known
    const number = this.ofText(this.containerText(value))
    this.byContainer.set(value, number)
    return number
  }

  private containerText(value: ExactValue): string {
    if (isList(value)) return `[${value.map((item) => this.of(item)).join(',')}`
    if (!isObject(value)) return ''
    return `{${value.members.map(({ key, value: item }) => `${this.ofText(`k${key}`)}:${this.of(item)}`).join(',')}`
  }

  private ofText(text: string): number {
    const number = this.byText.get(text) ?? this.byText.size
    this.byText.set(text, number)
    return number
  }
}

/** Members that name an item of a list, in order of preference. */
const idNames = ['id', '_id', 'uuid', 'key', 'message_id', 'tool_call_id']

/** The ids of both lists when every item is an object that carries one and no id comes twice. */
export function itemIds(a: readonly ExactValue[], b: readonly ExactValue[]): { a: string[]; b: string[] } | null {
  if (a.length === 0 || b.length === 0) return null
  for (const name of idNames) {
    const ids = { a: idsBy(name, a), b: idsBy(name, b) }
    if (ids.a !== null && ids.b !== null) return { a: ids.a, b: ids.b }
  }
  return null
}

function idsBy(name: string, list: readonly ExactValue[]): string[] | null {
  const ids = new Set<string>()
  for (const item of list) {
    const id = isObject(item) ? item.members.find((member) => member.key === name)?.value : undefined
    const text = id === undefined || id === null ? null : scalarText(id)
    if (text === null || ids.has(text)) return null
    ids.add(text)
  }
  return [...ids]
}
