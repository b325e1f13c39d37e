import type { FileClock } from './clockRepair'
import { eventUs, type BeginFact, type EndFact } from './facts'
import type { FoldLogFile } from './foldInput'
import { compareKeys } from './key'

/** A log file in its place among the files of the run, with the clock that was settled for it. */
export interface PlacedFile extends FoldLogFile {
  readonly order: number
  readonly clock: FileClock
}

/** A begin or end with the file it stands in and its UTC instant in microseconds. */
export interface Placed<Fact extends BeginFact | EndFact> {
  readonly file: PlacedFile
  readonly fact: Fact
  readonly us: number
}

/** One execution of a step as far as the log tells: a begin, an end, or both. */
export interface Occurrence {
  readonly lane: string
  readonly sequenceId: number
  readonly action: string
  readonly begin: Placed<BeginFact> | null
  readonly end: Placed<EndFact> | null
  /** Logged a second time by another tracker on the same application; not a step of its own. */
  readonly isDuplicate: boolean
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** The files each once, in the order of their key times (which is not the order of the keys at a whole second). */
export function placeFiles(files: readonly FoldLogFile[]): readonly PlacedFile[] {
  const unique = [...new Map(files.map((file) => [file.key, file])).values()]
  const sorted = unique.toSorted((a, b) => a.timeUs - b.timeUs || compareKeys(a.key, b.key))
  const before = lastSure(sorted)
  const after = lastSure(sorted.toReversed()).toReversed()
  return sorted.map((file, order) => ({ ...file, order, clock: settledClock(file, [before[order], after[order]]) }))
}

// For each place, the clock of the last sure file up to it.
function lastSure(files: readonly FoldLogFile[]): readonly (FileClock | null)[] {
  let last: FileClock | null = null
  return files.map(({ facts: { clock } }) => {
    if (clock.sure && clock.offsetMinutes !== null) last = clock
    return last
  })
}

// A doubtful offset gives way to that of a neighbour that is sure, when the lines then are not later than their key.
function settledClock(file: FoldLogFile, neighbours: readonly (FileClock | null | undefined)[]): FileClock {
  const own = file.facts.clock
  if (own.sure || own.offsetMinutes === null) return own
  for (const clock of neighbours) {
    if (clock === null || clock === undefined || clock.offsetMinutes === null) continue
    const lastUs = (file.facts.lastUs ?? file.timeUs) + (own.offsetMinutes - clock.offsetMinutes) * 60_000_000
    if (lastUs <= file.timeUs + 60_000_000) return { ...own, offsetMinutes: clock.offsetMinutes, breaks: [] }
  }
  return own
}

/** How far the settled clock moves the instants the file's own clock gave, in microseconds. */
export function clockShiftUs(file: PlacedFile): number {
  const own = file.facts.clock.offsetMinutes
  const settled = file.clock.offsetMinutes
  return own === null || settled === null ? 0 : (own - settled) * 60_000_000
}

/** The tracker that wrote the file; files whose tracker is not known share one lane. */
export function laneOf(file: FoldLogFile): string {
  return file.facts.trackerId ?? ''
}

/** When an occurrence happened: its begin, else its end. */
export function occurrenceUs(occurrence: Occurrence): number {
  return occurrence.begin?.us ?? occurrence.end?.us ?? 0
}

function positionOf({ begin, end }: Occurrence): readonly [number, number] {
  const placed = begin ?? end
  return placed === null ? [0, 0] : [placed.file.order, placed.fact.line]
}

/** Pairs begins with ends over all files and puts them in the order in which they happened. */
export function findOccurrences(files: readonly PlacedFile[]): readonly Occurrence[] {
  const lanes = new Map<string, PlacedFile[]>()
  for (const file of files) {
    const lane = lanes.get(laneOf(file))
    if (lane === undefined) lanes.set(laneOf(file), [file])
    else lane.push(file)
  }
  const all = [...lanes].map(([lane, laneFiles]) => pairLane(lane, laneFiles))
  adoptOrphans(all.flat())
  const paired = all.map((lane) => lane.filter(isReal).toSorted(byPosition))
  markDuplicates(paired)
  return mergeByTime(paired)
}

function isReal({ begin, end }: Occurrence): boolean {
  return begin !== null || end !== null
}

function byPosition(a: Occurrence, b: Occurrence): number {
  const [fileA, lineA] = positionOf(a)
  const [fileB, lineB] = positionOf(b)
  return fileA - fileB || lineA - lineB
}

function pairLane(lane: string, files: readonly PlacedFile[]): Mutable<Occurrence>[] {
  const found: Mutable<Occurrence>[] = []
  const open = new Map<number, Mutable<Occurrence>[]>()
  for (const file of files) {
    for (const fact of file.facts.events) {
      const { sequenceId, action } = fact
      const us = eventUs(file.clock, fact)
      const waiting = open.get(sequenceId) ?? []
      if (fact.kind === 'begin') {
        const begun = { lane, sequenceId, action, begin: { file, fact, us }, end: null, isDuplicate: false }
        found.push(begun)
        open.set(sequenceId, [...waiting.slice(-8), begun])
        continue
      }
      const match = waiting.findLast((each) => each.action === action)
      if (match === undefined) {
        found.push({ lane, sequenceId, action, begin: null, end: { file, fact, us }, isDuplicate: false })
        continue
      }
      match.end = { file, fact, us }
      open.set(sequenceId, waiting.filter((each) => each !== match))
    }
  }
  return found
}

// A clock that was set back puts an end before its begin, and a proxy can drop the tracker id of one file.
function adoptOrphans(all: readonly Mutable<Occurrence>[]): void {
  const orphans = all.filter(({ begin }) => begin === null)
  if (orphans.length === 0) return
  const open = groupByStep(all.filter(({ begin, end }) => begin !== null && end === null))
  for (const orphan of orphans) {
    const { end } = orphan
    if (end === null) continue
    const candidates = (open.get(stepName(orphan)) ?? []).filter((each) => {
      const isSameLane = each.lane === orphan.lane || each.lane === '' || orphan.lane === ''
      return each.end === null && isSameLane && occurrenceUs(each) <= end.us
    })
    const best = candidates.toSorted((a, b) => occurrenceUs(a) - occurrenceUs(b)).at(-1)
    if (best === undefined) continue
    best.end = end
    orphan.end = null
  }
}

function stepName({ sequenceId, action }: Occurrence): string {
  return `${sequenceId} ${action}`
}

function groupByStep<Item extends Occurrence>(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(stepName(item))
    if (group === undefined) groups.set(stepName(item), [item])
    else group.push(item)
  }
  return groups
}

function mergeByTime(lanes: readonly (readonly Occurrence[])[]): readonly Occurrence[] {
  const [only] = lanes
  if (lanes.length === 1 && only !== undefined) return only
  const merged: Occurrence[] = []
  const next = lanes.map(() => 0)
  for (;;) {
    let chosen = -1
    let head: Occurrence | undefined
    lanes.forEach((lane, index) => {
      const candidate = lane[next[index] ?? 0]
      if (candidate === undefined) return
      const order = head === undefined ? -1 : occurrenceUs(candidate) - occurrenceUs(head) || byPosition(candidate, head)
      if (order >= 0) return
      chosen = index
      head = candidate
    })
    if (head === undefined) return merged
    merged.push(head)
    next[chosen] = (next[chosen] ?? 0) + 1
  }
}

// Two hooks of one step run within microseconds; two processes that start the same step do not.
const sameBeginUs = 50_000
const sameEndUs = 1_000_000

function isSameExecution(a: Occurrence, b: Occurrence): boolean {
  if (a.begin !== null && b.begin !== null) {
    if (Math.abs(a.begin.us - b.begin.us) > sameBeginUs) return false
    const isApart = (a.end !== null && a.end.us < b.begin.us) || (b.end !== null && b.end.us < a.begin.us)
    return !isApart
  }
  return a.end !== null && b.end !== null && Math.abs(a.end.us - b.end.us) <= sameEndUs
}

// Two trackers on one application log each step twice; the one that logged more is kept, whole.
function markDuplicates(lanes: readonly (readonly Mutable<Occurrence>[])[]): void {
  const known = lanes.filter((lane) => lane[0] !== undefined && lane[0].lane !== '')
  if (known.length < 2) return
  const ranked = known.toSorted((a, b) => b.length - a.length || compareKeys(a[0]?.lane ?? '', b[0]?.lane ?? ''))
  const kept = new Map<string, Occurrence[]>()
  for (const lane of ranked) {
    for (const each of lane) {
      const rivals = kept.get(stepName(each)) ?? []
      each.isDuplicate = rivals.some((rival) => rival.lane !== each.lane && isSameExecution(rival, each))
    }
    for (const [name, group] of groupByStep(lane.filter(({ isDuplicate }) => !isDuplicate))) {
      kept.set(name, [...(kept.get(name) ?? []), ...group])
    }
  }
}
