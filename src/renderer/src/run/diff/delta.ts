import type { ExactObject, ExactValue } from '@shared/exactJson/tree'

/** What happened to one value; `cut` was not compared because the values are too large together. */
export type Delta =
  | { readonly kind: 'same' }
  | { readonly kind: 'set'; readonly from: ExactValue; readonly to: ExactValue }
  | { readonly kind: 'cut'; readonly from: ExactValue; readonly to: ExactValue }
  | { readonly kind: 'object'; readonly members: readonly MemberDelta[] }
  | { readonly kind: 'list'; readonly items: readonly ItemDelta[] }

/** One member of an object, kept and added ones in the new order, a removed one near its old place. */
export type MemberDelta =
  | { readonly op: 'kept'; readonly key: string; readonly delta: Delta }
  | { readonly op: 'added'; readonly key: string; readonly value: ExactValue }
  | { readonly op: 'removed'; readonly key: string; readonly value: ExactValue }

/** One item of a list; `from` and `to` are 0-based places in the old and the new list. */
export type ItemDelta =
  | { readonly op: 'kept'; readonly from: number; readonly to: number; readonly delta: Delta }
  | { readonly op: 'moved'; readonly from: number; readonly to: number; readonly delta: Delta }
  | { readonly op: 'added'; readonly to: number; readonly value: ExactValue }
  | { readonly op: 'removed'; readonly from: number; readonly value: ExactValue }

/** The one delta that changes nothing. */
export const same: Delta = { kind: 'same' }

/** Whether a value is a list (arrays are the only plain objects among exact values). */
export function isList(value: ExactValue): value is readonly ExactValue[] {
  return Array.isArray(value)
}

/** Whether a value is an object. */
export function isObject(value: ExactValue | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object'
}

/** How many values a delta adds, removes, changes or moves; a changed order of members counts as nothing. */
export function countChanges(delta: Delta): number {
  switch (delta.kind) {
    case 'same':
      return 0
    case 'set':
    case 'cut':
      return 1
    case 'object':
      return delta.members.reduce((sum, member) => sum + (member.op === 'kept' ? countChanges(member.delta) : 1), 0)
    case 'list':
      return delta.items.reduce((sum, item) => sum + countItem(item), 0)
  }
}

function countItem(item: ItemDelta): number {
  if (item.op === 'kept') return countChanges(item.delta)
  return item.op === 'moved' ? 1 + countChanges(item.delta) : 1
}

/** The new value, made from the old one and what changed. */
export function applyDelta(value: ExactValue, delta: Delta): ExactValue {
  switch (delta.kind) {
    case 'same':
      return value
    case 'set':
    case 'cut':
      return delta.to
    case 'object':
      return applyMembers(value, delta.members)
    case 'list':
      return applyItems(value, delta.items)
  }
}

function applyMembers(value: ExactValue, members: readonly MemberDelta[]): ExactValue {
  const old = new Map<string, ExactValue>()
  if (isObject(value)) {
    for (const member of value.members) old.set(member.key, member.value)
  }
  return {
    kind: 'object',
    members: members.flatMap((member) => {
      if (member.op === 'removed') return []
      if (member.op === 'added') return [{ key: member.key, value: member.value }]
      return [{ key: member.key, value: applyDelta(old.get(member.key) ?? null, member.delta) }]
    })
  }
}

function applyItems(value: ExactValue, items: readonly ItemDelta[]): ExactValue {
  const old = isList(value) ? value : []
  const made: ExactValue[] = []
  for (const item of items) {
    if (item.op === 'added') made[item.to] = item.value
    else if (item.op !== 'removed') made[item.to] = applyDelta(old[item.from] ?? null, item.delta)
  }
  return made
}
