import type { RunHistogram, RunPage } from '@shared/contract/runs'
import type { Parsed } from '@shared/contract/contract'
import { parseFilter } from '@shared/filter/parse'
import { statusOrder } from '@shared/filter/term'
import type { RunRow } from '@shared/model/run'
import type { RunSort } from '@shared/model/runSort'
import { fakeProjects, fakeRun } from './fakeRuns'

const arrivals: RunRow[] = []
const lists = new Map<string, readonly RunRow[]>()

/** Puts a new run on top of a project. */
export function arrive(run: RunRow): void {
  arrivals.unshift(run)
}

function all(project: string): readonly RunRow[] {
  let list = lists.get(project)
  if (list === undefined) {
    const found = fakeProjects.find((each) => each.name === project)
    list = found === undefined ? [] : Array.from({ length: found.runs }, (_, index) => fakeRun(found, index)).sort((a, b) => b.lastTimeUs - a.lastTimeUs)
    lists.set(project, list)
  }
  return list
}

function keyOf(run: RunRow, by: RunSort['by']): string | number {
  switch (by) {
    case 'active':
      return run.lastTimeUs
    case 'started':
      return run.firstTimeUs
    case 'duration':
      return run.lastTimeUs - run.firstTimeUs
    case 'steps':
      return run.stepCount
    case 'failed':
      return run.failedCount
    case 'tokens':
      return run.promptTokens + run.completionTokens
    case 'status':
      return statusOrder.indexOf(run.status)
    case 'app':
      return run.appId
    case 'partition':
      return run.partitionKey ?? ''
    case 'action':
      return run.lastAction ?? ''
  }
}

/** Statuses and free text only: the look of a filtered list, not its grammar. */
function matches(run: RunRow, filter: string): boolean {
  return parseFilter(filter).terms.every(({ term }) => {
    if (term.key === 'status') return term.statuses.includes(run.status) !== term.negated
    return term.key !== 'text' || run.appId.includes(term.text)
  })
}

function matchingRuns(input: Parsed<'runs.histogram'> | Parsed<'runs.list'>): { readonly shown: readonly RunRow[]; readonly hidden: number } {
  const every = [...arrivals.filter((run) => run.project === input.project), ...all(input.project)].filter(
    (run) => (input.partitionKey === undefined || run.partitionKey === input.partitionKey) && matches(run, input.filter)
  )
  const stepped = every.filter((run) => run.status !== 'never-stepped')
  const shown = input.includeNeverStepped ? every : stepped
  const { by, descending } = input.sort
  const sign = descending ? -1 : 1
  const sorted = by === 'active' && descending ? shown : shown.toSorted((a, b) => (keyOf(a, by) < keyOf(b, by) ? -sign : keyOf(a, by) > keyOf(b, by) ? sign : 0))
  return { shown: sorted, hidden: every.length - shown.length }
}

/** A page of made-up runs, as the reader would answer. */
export function fakeRunPage(input: Parsed<'runs.list'>): RunPage {
  const { shown, hidden } = matchingRuns(input)
  const at = input.around === undefined ? -1 : shown.findIndex((run) => run.appId === input.around?.appId)
  const offset = input.offset ?? Math.max(0, at - Math.floor(input.limit / 2))
  const end = offset + input.limit
  return { runs: shown.slice(offset, end), offset, nextCursor: end < shown.length ? String(end) : null, total: shown.length, hiddenNeverStepped: hidden, countNext: null, leading: [] }
}

/** Made-up runs over time. */
export function fakeHistogram(input: Parsed<'runs.histogram'>): RunHistogram {
  const { shown } = matchingRuns(input)
  const times = shown.map(({ lastTimeUs }) => lastTimeUs)
  const fromUs = times.reduce((least, us) => Math.min(least, us), times[0] ?? 0)
  const toUs = times.reduce((most, us) => Math.max(most, us), 0)
  const partUs = Math.max(1, Math.ceil((toUs - fromUs + 1) / input.parts))
  const parts = shown.length === 0 ? [] : Array.from({ length: input.parts }, () => ({ ok: 0, failed: 0, other: 0 }))
  for (const run of shown) {
    const part = parts[Math.floor((run.lastTimeUs - fromUs) / partUs)]
    if (part !== undefined) part[run.status === 'failed' ? 'failed' : run.status === 'ok' || run.status === 'recovered' ? 'ok' : 'other']++
  }
  return { fromUs, toUs, parts, newestOnly: null }
}
