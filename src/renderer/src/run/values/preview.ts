import type { PathPart } from '@shared/exactJson/path'
import type { ExactValue } from '@shared/exactJson/tree'
import { plural } from '../../format/number'
import { isList } from '../diff/delta'
import { shownMembers, summariseNumbers, type ValueMode } from './shape'
import { oneLine } from './visibleText'

/** A value on one line of about `maxLength` characters: containers with their first items, numbers as written. */
export function preview(value: ExactValue, mode: ValueMode, maxLength = 80): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `"${oneLine(value, Math.max(8, maxLength - 2))}"`
  if (isList(value)) return previewList(value, mode, maxLength)
  if (value.kind !== 'object') return oneLine(value.text, maxLength)
  const members = shownMembers(value, mode)
  return fill('{', '}', members.length, maxLength, (index, room) => {
    const each = members[index]
    return each === undefined ? '' : `${oneLine(each.key, 24)}: ${preview(each.value, mode, room - each.key.length - 2)}`
  })
}

function previewList(value: readonly ExactValue[], mode: ValueMode, maxLength: number): string {
  const numbers = summariseNumbers(value)
  if (numbers !== null) return `${numbers.shape} numbers, ${numbers.least} … ${numbers.most}`
  return fill('[', ']', value.length, maxLength, (index, room) => preview(value[index] ?? null, mode, room))
}

function fill(open: string, close: string, count: number, maxLength: number, part: (index: number, room: number) => string): string {
  const parts: string[] = []
  let room = maxLength - 2
  for (let i = 0; i < count; i++) {
    if (room < 8) return `${open}${parts.join(', ')}${parts.length > 0 ? ', ' : ''}…${close}`
    const text = part(i, Math.min(room, 40))
    parts.push(text)
    room -= text.length + 2
  }
  return `${open}${parts.join(', ')}${close}`
}

/** How large a value is, in words: `12 items`, `3 fields`, `1,204 characters`; empty for the rest. */
export function sizeWords(value: ExactValue, mode: ValueMode): string {
  if (typeof value === 'string') return plural(value.length, 'character')
  if (value === null || typeof value === 'boolean') return ''
  if (isList(value)) {
    const numbers = summariseNumbers(value)
    return numbers === null ? plural(value.length, 'item') : `${numbers.shape} numbers`
  }
  if (value.kind !== 'object') return ''
  return plural(shownMembers(value, mode).length, 'field')
}

/** A path as Python would write it: `state["chat"][0]`. */
export function pathText(root: string, path: readonly PathPart[]): string {
  return root + path.map((part) => `[${typeof part === 'number' ? part : JSON.stringify(part)}]`).join('')
}
