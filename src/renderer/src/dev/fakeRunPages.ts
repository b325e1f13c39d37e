import type { RunPage } from '@shared/contract/runs'
import type { Parsed } from '@shared/contract/contract'
import type { RunRow } from '@shared/model/run'
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

/** A page of made-up runs, as the reader would answer. */
export function fakeRunPage(input: Parsed<'runs.list'>): RunPage {
  const inPartition = [...arrivals.filter((run) => run.project === input.project), ...all(input.project)].filter(
    (run) => input.partitionKey === undefined || run.partitionKey === input.partitionKey
  )
  const stepped = inPartition.filter((run) => run.status !== 'never-stepped')
  const matching = input.includeNeverStepped ? inPartition : stepped
  const after = input.cursor === undefined ? -1 : matching.findIndex((run) => run.appId === input.cursor)
  const runs = matching.slice(after + 1, after + 1 + input.limit)
  const last = runs.at(-1)
  return {
    runs,
    nextCursor: last === undefined || after + 1 + input.limit >= matching.length ? null : last.appId,
    total: matching.length,
    hiddenNeverStepped: input.includeNeverStepped ? 0 : inPartition.length - stepped.length
  }
}
