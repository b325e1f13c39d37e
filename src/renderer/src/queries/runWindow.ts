import type { RunPage } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'

/** Rows that follow each other, as one page brought them. */
export interface RunSegment {
  /** Index of the first of them in the whole list. */
  readonly from: number
  readonly rows: readonly RunRow[]
  /** Rows that only lead to one that matches, by their place in `rows`. */
  readonly leading: ReadonlySet<number>
  /** Something changed since these rows were read. */
  readonly stale: boolean
}

/** What is loaded of a run list: pieces of it, in order and without overlap, wherever someone looked. */
export interface RunWindow {
  readonly segments: readonly RunSegment[]
  readonly total: number
  readonly hiddenNeverStepped: number
  /** Not `null` = `total` counts only the newest runs so far, and goes on from here. */
  readonly countNext: string | null
}

/** Rows that are to be read. */
export interface RowsWanted {
  readonly offset: number
  readonly limit: number
}

/** Rows of one page. */
export const pageRows = 200

/** Nothing loaded yet. */
export const emptyWindow: RunWindow = { segments: [], total: 0, hiddenNeverStepped: 0, countNext: null }

/** Whether two rows are of the same run of a project. */
export function isSameRun(a: Pick<RunRow, 'appId' | 'partitionKey'>, b: Pick<RunRow, 'appId' | 'partitionKey'>): boolean {
  return a.appId === b.appId && a.partitionKey === b.partitionKey
}

/** All rows must be read again before they are believed; they stay where they are until then. */
export function markStale(list: RunWindow): RunWindow {
  return { ...list, segments: list.segments.map((segment) => (segment.stale ? segment : { ...segment, stale: true })) }
}

const endOf = (segment: RunSegment): number => segment.from + segment.rows.length

/** The rows of a segment between two indexes, as a segment of its own; `null` when there are none. */
function cut(segment: RunSegment, from: number, to: number): RunSegment | null {
  const first = Math.max(from, segment.from)
  const end = Math.min(to, endOf(segment))
  if (first >= end) return null
  if (first === segment.from && end === endOf(segment)) return segment
  const skipped = first - segment.from
  const leading = new Set([...segment.leading].map((at) => at - skipped).filter((at) => at >= 0 && at < end - first))
  return { ...segment, from: first, rows: segment.rows.slice(skipped, end - segment.from), leading }
}

/** Puts a page where it belongs; rows behind the end of the list are dropped. */
export function applyPage(list: RunWindow, from: number, page: RunPage): RunWindow {
  const end = from + page.runs.length
  const fresh: RunSegment = { from, rows: page.runs, leading: new Set(page.leading), stale: false }
  // A list that is still counted is at least as long as what is seen of it.
  const counted = page.total ?? list.total
  const countNext = page.total === null ? list.countNext : page.countNext
  const total = countNext === null ? counted : Math.max(counted, end)
  const last = page.nextCursor === null ? end : Infinity
  const before = list.segments.flatMap((segment) => cut(segment, 0, from) ?? [])
  const after = list.segments.flatMap((segment) => cut(segment, end, Math.min(last, total)) ?? [])
  const segments = [...before, ...(page.runs.length === 0 ? [] : [fresh]), ...after]
  return { segments, total, hiddenNeverStepped: page.total === null ? list.hiddenNeverStepped : page.hiddenNeverStepped, countNext }
}

/** The row at an index, if it is loaded. */
export function rowAt(list: RunWindow, index: number): RunRow | undefined {
  const segment = list.segments.find((each) => index >= each.from && index < endOf(each))
  return segment?.rows[index - segment.from]
}

/** Whether the row at an index only leads to one that matches. */
export function isLeading(list: RunWindow, index: number): boolean {
  return list.segments.some((each) => index >= each.from && each.leading.has(index - each.from))
}

/** Where a run stands among the loaded rows, up to date ones first; −1 = not loaded. */
export function indexOfRun(list: RunWindow, run: Pick<RunRow, 'appId' | 'partitionKey'>): number {
  let staleIndex = -1
  for (const segment of list.segments) {
    const at = segment.rows.findIndex((row) => isSameRun(row, run))
    if (at < 0) continue
    if (!segment.stale) return segment.from + at
    if (staleIndex < 0) staleIndex = segment.from + at
  }
  return staleIndex
}

/** The page that the rows `from` to `to` need first, or `null` when what is loaded of them is up to date. */
export function wantedRows(list: RunWindow, from: number, to: number): RowsWanted | null {
  for (let index = Math.max(0, from); index <= Math.min(to, list.total - 1); ) {
    const segment = list.segments.find((each) => index >= each.from && index < endOf(each))
    if (segment === undefined) return { offset: pageStart(list, index), limit: pageRows }
    if (segment.stale) return { offset: Math.max(segment.from, index - pageRows / 2), limit: pageRows }
    index = endOf(segment)
  }
  return null
}

/** A page begins where the rows before it end, or some rows above the one that is wanted. */
function pageStart(list: RunWindow, index: number): number {
  const above = list.segments.findLast((each) => endOf(each) <= index)
  const end = above === undefined ? 0 : endOf(above)
  return Math.max(end, index - Math.floor(pageRows / 2))
}
