import type { ExactObject, ExactValue } from '@shared/exactJson/tree'
import { align, longestRise } from './align'
import { isList, isObject, same, type Delta, type ItemDelta, type MemberDelta } from './delta'
import { itemIds, scalarText, ValueNumbers } from './identity'

/** A delta and whether some parts were left uncompared, or aligned by position only, to stay fast. */
export interface Diff {
  readonly delta: Delta
  readonly isPartial: boolean
}

/** How much a diff may cost: values looked at, and cells of the tables that align lists. */
export interface DiffLimits {
  readonly values: number
  readonly cells: number
}

const usualLimits: DiffLimits = { values: 400_000, cells: 4_000_000 }

/** What turns `a` into `b`: `applyDelta(a, diff(a, b).delta)` is `b`, order of members included. */
export function diff(a: ExactValue, b: ExactValue, limits = usualLimits): Diff {
  const comparison = new Comparison(limits)
  const delta = comparison.compare(a, b)
  return { delta, isPartial: comparison.isPartial }
}

class Comparison {
  isPartial = false
  private values: number
  private cells: number
  private readonly numbers = new ValueNumbers()

  constructor(limits: DiffLimits) {
    this.values = limits.values
    this.cells = limits.cells
  }

  compare(a: ExactValue, b: ExactValue): Delta {
    if (a === b) return same
    if (this.values-- <= 0) return this.giveUp(a, b)
    if (isList(a) && isList(b)) return this.compareLists(a, b)
    if (isObject(a) && isObject(b)) return this.compareObjects(a, b)
    const text = scalarText(a)
    return text !== null && text === scalarText(b) ? same : { kind: 'set', from: a, to: b }
  }

  private giveUp(a: ExactValue, b: ExactValue): Delta {
    this.isPartial = true
    return { kind: 'cut', from: a, to: b }
  }

  private compareObjects(a: ExactObject, b: ExactObject): Delta {
    const old = new Map(a.members.map((member) => [member.key, member.value]))
    const names = new Set(b.members.map((member) => member.key))
    // A repeated name has no single old value, so such an object is one value.
    if (old.size !== a.members.length || names.size !== b.members.length) {
      return this.numbers.of(a) === this.numbers.of(b) ? same : { kind: 'set', from: a, to: b }
    }
    const members: MemberDelta[] = b.members.map(({ key, value }) => {
      const before = old.get(key)
      return before === undefined ? { op: 'added', key, value } : { op: 'kept', key, delta: this.compare(before, value) }
    })
    const isUntouched = members.every((member) => member.op === 'kept' && member.delta.kind === 'same')
    return isUntouched && isSameOrder(a, b) ? same : { kind: 'object', members: placeRemoved(a, names, members) }
  }

  private compareLists(a: readonly ExactValue[], b: readonly ExactValue[]): Delta {
    const ids = itemIds(a, b)
    const items = ids === null ? this.alignByValue(a, b) : this.alignById(ids, a, b)
    const isUntouched = items.every((item) => item.op === 'kept' && item.from === item.to && item.delta.kind === 'same')
    return isUntouched ? same : { kind: 'list', items }
  }

  private alignById(ids: { a: string[]; b: string[] }, a: readonly ExactValue[], b: readonly ExactValue[]): ItemDelta[] {
    const placeInA = new Map(ids.a.map((id, index) => [id, index]))
    const matched = ids.b.flatMap((id, to) => {
      const from = placeInA.get(id)
      return from === undefined ? [] : [{ from, to }]
    })
    const inPlace = new Set(longestRise(matched.map(({ from }) => from)))
    const items: ItemDelta[] = matched.map(({ from, to }, index) => ({
      op: inPlace.has(index) ? 'kept' : 'moved',
      from,
      to,
      delta: this.compare(a[from] ?? null, b[to] ?? null)
    }))
    return addUnmatched(items, a, b)
  }

  private alignByValue(a: readonly ExactValue[], b: readonly ExactValue[]): ItemDelta[] {
    const numbersA = a.map((value) => this.numbers.of(value))
    const numbersB = b.map((value) => this.numbers.of(value))
    const limit = Math.max(0, Math.min(this.cells, 1_000_000))
    const found = align(numbersA, numbersB, limit)
    this.cells -= Math.min(a.length * b.length, limit)
    if (found.isPartial) this.isPartial = true
    const items: ItemDelta[] = found.pairs.map(([from, to]) => ({ op: 'kept', from, to, delta: same }))
    const moved = addMoved(items, numbersA, numbersB)
    return addUnmatched(this.pairGaps(moved, a, b), a, b)
  }

  /** Between two kept items, what stands free at the same place on both sides is one changed item. */
  private pairGaps(items: ItemDelta[], a: readonly ExactValue[], b: readonly ExactValue[]): ItemDelta[] {
    const kept = items.filter((item) => item.op === 'kept')
    const used = usedPlaces(items)
    let [aAt, bAt] = [0, 0]
    for (const { from, to } of [...kept, { from: a.length, to: b.length }]) {
      for (;;) {
        while (aAt < from && used.inA.has(aAt)) aAt++
        while (bAt < to && used.inB.has(bAt)) bAt++
        if (aAt >= from || bAt >= to || !isAlike(a[aAt], b[bAt])) break
        items.push({ op: 'kept', from: aAt, to: bAt, delta: this.compare(a[aAt++] ?? null, b[bAt++] ?? null) })
      }
      aAt = from + 1
      bAt = to + 1
    }
    return items
  }
}

/** Adds the items that left one place and stand, equal, at another. */
function addMoved(items: ItemDelta[], numbersA: readonly number[], numbersB: readonly number[]): ItemDelta[] {
  const used = usedPlaces(items)
  const free = new Map<number, number[]>()
  // Last first, so that taking from the end gives the first one.
  for (let from = numbersA.length - 1; from >= 0; from--) {
    const number = numbersA[from] ?? -1
    if (used.inA.has(from)) continue
    const places = free.get(number)
    if (places === undefined) free.set(number, [from])
    else places.push(from)
  }
  numbersB.forEach((number, to) => {
    const from = used.inB.has(to) ? undefined : free.get(number)?.pop()
    if (from !== undefined) items.push({ op: 'moved', from, to, delta: same })
  })
  return items
}

function addUnmatched(items: ItemDelta[], a: readonly ExactValue[], b: readonly ExactValue[]): ItemDelta[] {
  const used = usedPlaces(items)
  a.forEach((value, from) => used.inA.has(from) || items.push({ op: 'removed', from, value }))
  b.forEach((value, to) => used.inB.has(to) || items.push({ op: 'added', to, value }))
  return items.sort((left, right) => place(left) - place(right))
}

function usedPlaces(items: readonly ItemDelta[]): { inA: Set<number>; inB: Set<number> } {
  return {
    inA: new Set(items.flatMap((item) => ('from' in item ? [item.from] : []))),
    inB: new Set(items.flatMap((item) => ('to' in item ? [item.to] : [])))
  }
}

function place(item: ItemDelta): number {
  return item.op === 'removed' ? item.from - 0.5 : item.to
}

function isAlike(a: ExactValue | undefined, b: ExactValue | undefined): boolean {
  if (isObject(a) || isObject(b)) return isObject(a) && isObject(b)
  return a !== undefined && b !== undefined && isList(a) === isList(b)
}

function isSameOrder(a: ExactObject, b: ExactObject): boolean {
  return a.members.length === b.members.length && a.members.every((member, index) => member.key === b.members[index]?.key)
}

/** Puts removed members behind the member that stood before them. */
function placeRemoved(a: ExactObject, kept: ReadonlySet<string>, members: readonly MemberDelta[]): MemberDelta[] {
  const first: MemberDelta[] = []
  const behind = new Map<string, MemberDelta[]>()
  let group = first
  for (const { key, value } of a.members) {
    if (kept.has(key)) {
      group = []
      behind.set(key, group)
    } else group.push({ op: 'removed', key, value })
  }
  return [...first, ...members.flatMap((member) => [member, ...(behind.get(member.key) ?? [])])]
}
