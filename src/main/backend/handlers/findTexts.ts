import { memberText, scanObject } from '@shared/exactJson/members'
import { parseExact } from '@shared/exactJson/tree'
import type { ExactValue } from '@shared/exactJson/tree'
import type { HitPlace } from '@shared/contract/search'
import type { StepBody } from '../burr/assemble'
import { isBookkeeping } from '../database/textOfFile'

/** A text of a step that can be found. */
export interface FoundText {
  readonly where: HitPlace
  readonly path: readonly (string | number)[]
  /** The text is the name of the member at `path`. */
  readonly isName: boolean
  readonly text: string
}

/** The texts of steps, one step behind the other: fields of the state that did not change are given once. */
export class StepTexts {
  private before = new Map<string, string>()

  /** All texts of a step; `isShown` false only remembers its state. */
  of(step: StepBody, isShown: boolean): FoundText[] {
    const texts: FoundText[] = []
    const end = step.end?.entry ?? null
    if (isShown) {
      add(texts, 'action', [], step.fact.action)
      if (step.begin !== null) members(texts, 'inputs', step.begin.entry.inputs)
      if (end !== null && end.exception !== null) add(texts, 'exception', [], end.exception)
      if (end !== null && end.result !== null) members(texts, 'result', end.result)
    }
    if (end !== null) this.state(texts, end.state, isShown)
    if (isShown) events(texts, step)
    return texts
  }

  private state(texts: FoundText[], json: string, isShown: boolean): void {
    const now = new Map<string, string>()
    members(isShown ? texts : [], 'state', json, (key, text) => {
      now.set(key, text)
      return isShown && this.before.get(key) !== text
    })
    this.before = now
  }
}

function events(texts: FoundText[], step: StepBody): void {
  for (const { name } of step.spans) add(texts, 'span', [], name ?? '')
  for (const { located } of step.attributes) {
    add(texts, 'attribute', [located.entry.key], located.entry.key, true)
    leaves(texts, 'attribute', [located.entry.key], located.entry.value)
  }
  for (const { entry } of step.unknown) leaves(texts, 'other', [], entry.place.text)
}

function add(texts: FoundText[], where: HitPlace, path: FoundText['path'], text: string, isName = false): void {
  if (text !== '') texts.push({ where, path, isName, text })
}

function members(texts: FoundText[], where: HitPlace, json: string, isWanted: (key: string, text: string) => boolean = () => true): void {
  const scan = scanObject(json)
  if (!scan.ok) return
  for (const key of new Set(scan.members.map((member) => member.key))) {
    const text = memberText(json, scan, key) ?? 'null'
    if (isBookkeeping(key) || !isWanted(key, text)) continue
    add(texts, where, [key], key, true)
    leaves(texts, where, [key], text)
  }
}

function leaves(texts: FoundText[], where: HitPlace, path: FoundText['path'], json: string): void {
  const document = parseExact(json)
  if (document.ok) under(texts, where, path, document.value)
}

function under(texts: FoundText[], where: HitPlace, path: FoundText['path'], value: ExactValue): void {
  if (typeof value === 'string') return add(texts, where, path, value)
  if (Array.isArray(value)) {
    for (const [place, item] of (value as readonly ExactValue[]).entries()) under(texts, where, [...path, place], item)
  } else if (typeof value === 'object' && value !== null && 'kind' in value) {
    if (value.kind !== 'object') return add(texts, where, path, value.text)
    for (const { key, value: member } of value.members) {
      add(texts, where, [...path, key], key, true)
      under(texts, where, [...path, key], member)
    }
  } else if (typeof value === 'boolean') add(texts, where, path, value ? 'true' : 'false')
}
