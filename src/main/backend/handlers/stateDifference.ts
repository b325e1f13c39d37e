import type { LargeChange, StateDifference } from '@shared/contract/values'
import { walkItems, walkMembers } from '@shared/exactJson/path'
import type { PathPart, TextSpan } from '@shared/exactJson/path'
import { JsonScanner, skipSpace } from '@shared/exactJson/scan'

/** Values longer than this together are told by their size, unless only a part of them differs. */
const longestPair = 200_000
const longestAnswer = 2_000_000
const deepest = 60

/** Leaves out of two states all that is alike; what is left is small even when the states are 50 MB, unless all of it changed. */
export function stateDifference(from: string, to: string): StateDifference {
  const work = new Difference(from, to)
  const pair = work.reduce(whole(from), whole(to), [])
  return { fromText: pair?.from ?? '{}', toText: pair?.to ?? '{}', large: work.large }
}

const whole = (text: string): TextSpan => ({ start: skipSpace(text, 0), end: text.length })

/** The texts of two differing values with what is alike left out; `null` on a side where it is not there. */
interface Pair {
  readonly from: string | null
  readonly to: string | null
}

class Difference {
  readonly large: LargeChange[] = []
  private room = longestAnswer

  constructor(private readonly from: string, private readonly to: string) {}

  /** `null` = alike, or told in `large`. */
  reduce(a: TextSpan | undefined, b: TextSpan | undefined, path: readonly PathPart[]): Pair | null {
    const [lengthA, lengthB] = [lengthOf(a), lengthOf(b)]
    if (a !== undefined && b !== undefined) {
      if (lengthA === lengthB && this.from.slice(a.start, a.end) === this.to.slice(b.start, b.end)) return null
      const [typeA, typeB] = [this.from.charAt(a.start), this.to.charAt(b.start)]
      if (typeA === '{' && typeB === '{' && path.length < deepest) return this.reduceObjects(a, b, path)
      if (lengthA + lengthB > Math.min(longestPair, this.room) && typeA === '[' && typeB === '[') return this.tellLists(a, b, path)
    }
    if (lengthA + lengthB > Math.min(longestPair, this.room)) {
      this.large.push({ path, fromLength: lengthA, toLength: lengthB, list: null })
      return null
    }
    this.room -= lengthA + lengthB
    return { from: a === undefined ? null : this.from.slice(a.start, a.end), to: b === undefined ? null : this.to.slice(b.start, b.end) }
  }

  private reduceObjects(a: TextSpan, b: TextSpan, path: readonly PathPart[]): Pair {
    const [old, now] = [membersOf(this.from, a.start), membersOf(this.to, b.start)]
    const texts = { from: [] as string[], to: [] as string[] }
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const pair = this.reduce(old.get(key), now.get(key), [...path, key])
      const name = JSON.stringify(key)
      if (pair !== null && pair.from !== null) texts.from.push(`${name}:${pair.from}`)
      if (pair !== null && pair.to !== null) texts.to.push(`${name}:${pair.to}`)
    }
    return { from: `{${texts.from.join(',')}}`, to: `{${texts.to.join(',')}}` }
  }

  private tellLists(a: TextSpan, b: TextSpan, path: readonly PathPart[]): null {
    const [old, now] = [itemsOf(this.from, a.start), itemsOf(this.to, b.start)]
    const most = Math.min(old.length, now.length)
    let alikeAtStart = 0
    while (alikeAtStart < most && this.isAlike(old[alikeAtStart], now[alikeAtStart])) alikeAtStart++
    let alikeAtEnd = 0
    while (alikeAtEnd < most - alikeAtStart && this.isAlike(old[old.length - 1 - alikeAtEnd], now[now.length - 1 - alikeAtEnd])) alikeAtEnd++
    const middle = (text: string, items: readonly TextSpan[]): string | null => {
      const [first, last] = [items[alikeAtStart], items[items.length - 1 - alikeAtEnd]]
      if (first === undefined || last === undefined || alikeAtStart + alikeAtEnd >= items.length) return '[]'
      return last.end - first.start > Math.min(longestPair, this.room) ? null : `[${text.slice(first.start, last.end)}]`
    }
    const list = { fromCount: old.length, toCount: now.length, alikeAtStart, alikeAtEnd, fromText: middle(this.from, old), toText: middle(this.to, now) }
    this.room -= (list.fromText?.length ?? 0) + (list.toText?.length ?? 0)
    this.large.push({ path, fromLength: lengthOf(a), toLength: lengthOf(b), list })
    return null
  }

  private isAlike(a: TextSpan | undefined, b: TextSpan | undefined): boolean {
    if (a === undefined || b === undefined || lengthOf(a) !== lengthOf(b)) return false
    return this.from.slice(a.start, a.end) === this.to.slice(b.start, b.end)
  }
}

const lengthOf = (span: TextSpan | undefined): number => (span === undefined ? 0 : span.end - span.start)

function membersOf(text: string, at: number): Map<string, TextSpan> {
  const members = new Map<string, TextSpan>()
  walkMembers(new JsonScanner(text), at, (key, span) => {
    members.set(key, span)
    return true
  })
  return members
}

function itemsOf(text: string, at: number): readonly TextSpan[] {
  const items: TextSpan[] = []
  walkItems(new JsonScanner(text), at, (_index, span) => {
    items.push(span)
    return true
  })
  return items
}
