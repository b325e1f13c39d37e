import type { RunPage } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'

/** Some rows that follow each other, as one page brought them. */
export interface RunChunk {
  /** What the page was asked with; `null` = from the newest run on. */
  readonly cursor: string | null
  readonly rows: readonly RunRow[]
  /** What the rows after these are asked with; `null` = there are none. */
  readonly nextCursor: string | null
  /** Something changed since these rows were read. */
  readonly stale: boolean
}

/** What is loaded of a run list: chunks without a hole from the newest run on, each beginning where the one before ends. */
export interface RunWindow {
  readonly chunks: readonly RunChunk[]
  readonly loaded: number
  readonly total: number
  readonly hiddenNeverStepped: number
}

/** A page that is worth asking for. */
export interface PageWanted {
  readonly chunk: number
  readonly cursor: string | null
  readonly limit: number
}

/** Rows of one page, unless much more is wanted at once. */
export const pageRows = 200
const mostRows = 500

/** Nothing loaded yet. */
export const emptyWindow: RunWindow = { chunks: [], loaded: 0, total: 0, hiddenNeverStepped: 0 }

/** Whether two rows are of the same run of a project. */
export function isSameRun(a: Pick<RunRow, 'appId' | 'partitionKey'>, b: Pick<RunRow, 'appId' | 'partitionKey'>): boolean {
  return a.appId === b.appId && a.partitionKey === b.partitionKey
}

/** All rows must be read again before they are believed; they stay where they are until then. */
export function markStale(list: RunWindow): RunWindow {
  return { ...list, chunks: list.chunks.map((chunk) => (chunk.stale ? chunk : { ...chunk, stale: true })) }
}

function byAppId(rows: readonly RunRow[]): ReadonlyMap<string, readonly RunRow[]> {
  const groups = new Map<string, RunRow[]>()
  for (const row of rows) {
    const group = groups.get(row.appId)
    if (group === undefined) groups.set(row.appId, [row])
    else group.push(row)
  }
  return groups
}

function withoutRuns(chunk: RunChunk, moved: ReadonlyMap<string, readonly RunRow[]>): RunChunk {
  const rows = chunk.rows.filter((row) => !(moved.get(row.appId)?.some((each) => isSameRun(each, row)) ?? false))
  return rows.length === chunk.rows.length ? chunk : { ...chunk, rows }
}

/**
 * Puts a page in the place of a chunk (or after the last one). Runs of the page that stood elsewhere have moved here; rows
 * of the old chunk that the page does not reach any more stay behind it, stale, so that no row disappears by being pushed down.
 */
export function applyPage(list: RunWindow, at: number, page: RunPage): RunWindow {
  const moved = byAppId(page.runs)
  const last = page.runs.at(-1)
  const old = list.chunks[at]
  const fresh: RunChunk = { cursor: old?.cursor ?? list.chunks[at - 1]?.nextCursor ?? null, rows: page.runs, nextCursor: page.nextCursor, stale: false }
  const before = list.chunks.slice(0, at).map((chunk) => withoutRuns(chunk, moved))
  const after: RunChunk[] = []
  if (page.nextCursor !== null) {
    const pushed = old === undefined || last === undefined ? [] : withoutRuns(old, moved).rows.filter((row) => row.lastTimeUs <= last.lastTimeUs)
    if (old !== undefined && pushed.length > 0) after.push({ cursor: page.nextCursor, rows: pushed, nextCursor: old.nextCursor, stale: true })
    after.push(...list.chunks.slice(at + 1).map((chunk) => withoutRuns(chunk, moved)))
  }
  return assemble([...before, fresh, ...after.filter((chunk) => chunk.rows.length > 0)], page)
}

/** Each chunk begins where the one before it ends, also after a chunk between them became empty. */
function assemble(chunks: readonly RunChunk[], { total, hiddenNeverStepped }: RunPage): RunWindow {
  const linked = chunks.map((chunk, at) => {
    const cursor = at === 0 ? null : (chunks[at - 1]?.nextCursor ?? null)
    return cursor === chunk.cursor ? chunk : { ...chunk, cursor }
  })
  return { chunks: linked, loaded: linked.reduce((sum, chunk) => sum + chunk.rows.length, 0), total, hiddenNeverStepped }
}

/** The row at an index, if it is loaded. */
export function rowAt(list: RunWindow, index: number): RunRow | undefined {
  let first = 0
  for (const chunk of list.chunks) {
    if (index < first + chunk.rows.length) return chunk.rows[index - first]
    first += chunk.rows.length
  }
  return undefined
}

/** Where a run stands among the loaded rows; −1 = not loaded. */
export function indexOfRun(list: RunWindow, run: Pick<RunRow, 'appId' | 'partitionKey'>): number {
  let first = 0
  for (const chunk of list.chunks) {
    const at = chunk.rows.findIndex((row) => isSameRun(row, run))
    if (at >= 0) return first + at
    first += chunk.rows.length
  }
  return -1
}

/** The page that the rows `from` to `to` need first, or `null` when what is loaded of them is up to date. */
export function wantedPage(list: RunWindow, from: number, to: number): PageWanted | null {
  let first = 0
  for (const [at, chunk] of list.chunks.entries()) {
    const end = first + chunk.rows.length
    if (chunk.stale && first <= to && end > from) return { chunk: at, cursor: chunk.cursor, limit: Math.max(pageRows, Math.min(mostRows, chunk.rows.length)) }
    first = end
  }
  const cursor = list.chunks.at(-1)?.nextCursor ?? null
  if (cursor === null || to < list.loaded) return null
  return { chunk: list.chunks.length, cursor, limit: to - list.loaded > pageRows ? mostRows : pageRows }
}
