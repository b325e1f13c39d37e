import type { PortableSelection } from '@shared/contract/portable'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { ReadDatabase } from '../database/connection'
import { readChildren, readParents } from '../database/readFamily'
import { findRunId, readRunRow } from '../database/readRun'
import { readRunPage } from '../database/runPage'

/** Why a run comes along. */
export type ChosenBecause = 'asked' | 'parent' | 'child'

/** A run that goes into a file. */
export interface ChosenRun {
  readonly run: RunKey
  readonly runId: number
  readonly because: ChosenBecause
}

const mostRuns = 100_000
const pageSize = 500

/**
 * The runs a selection comes to, the one with the oldest news first, as a bucket is filled: those asked for, what they came from, and
 * what came from them. Throws `not-found` for a run that is not in the index, `invalid-input` when it comes to none or to too many.
 */
export function chooseRuns(db: ReadDatabase, selection: PortableSelection, nowUs: number): ChosenRun[] {
  const chosen = new Map<number, ChosenRun>()
  const add = (run: RunKey, because: ChosenBecause): boolean => {
    const runId = findRunId(db, run)
    if (chosen.has(runId)) return false
    chosen.set(runId, { run: { project: run.project, partitionKey: run.partitionKey, appId: run.appId }, runId, because })
    if (chosen.size > mostRuns) throw new AppError({ code: 'too-large', message: `One file holds at most ${mostRuns} runs.`, action: 'Choose fewer runs with a filter.' })
    return true
  }
  for (const run of [...selection.runs, ...runsOfList(db, selection, nowUs)]) add(run, 'asked')
  if (chosen.size === 0) throw new AppError({ code: 'invalid-input', message: 'No run was chosen.', action: 'Choose runs, or a filter that some match.' })
  const asked = [...chosen.values()]
  if (selection.withChildren) {
    follow(asked, (runId) => readChildren(db, runId, nowUs).map(({ run }) => run), (run) => (add(run, 'child') ? findRunId(db, run) : null))
  }
  if (selection.withParents) {
    follow([...chosen.values()], (runId) => readParents(db, runId).flatMap(({ run }) => run ?? []), (run) => (add(run, 'parent') ? findRunId(db, run) : null))
  }
  const times = new Map([...chosen.keys()].map((runId) => [runId, readRunRow(db, runId).last_time_us]))
  return [...chosen.values()].toSorted((a, b) => (times.get(a.runId) ?? 0) - (times.get(b.runId) ?? 0) || compare(nameOf(a.run), nameOf(b.run)))
}

function* runsOfList(db: ReadDatabase, { list }: PortableSelection, nowUs: number): Generator<RunKey, void, undefined> {
  let cursor: string | undefined
  while (list !== null) {
    const page = readRunPage(db, { ...list, count: false, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }, nowUs)
    yield* page.runs
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}

function follow(from: readonly ChosenRun[], next: (runId: number) => readonly RunKey[], add: (run: RunKey) => number | null): void {
  const waiting = from.map(({ runId }) => runId)
  for (let runId = waiting.pop(); runId !== undefined; runId = waiting.pop()) {
    for (const run of next(runId)) {
      const added = add(run)
      if (added !== null) waiting.push(added)
    }
  }
}

const nameOf = ({ project, partitionKey, appId }: RunKey): string => `${project}\n${partitionKey ?? ''}\n${appId}`

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
