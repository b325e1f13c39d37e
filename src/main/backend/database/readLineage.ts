import type { Ancestor } from '@shared/contract/family'
import type { RunKey, RunParent } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { readChildren, readParents } from './readFamily'
import { findRunId, readRunRow, rowToRun } from './readRun'
import { rowToStep } from './readSteps'
import type { StepTableRow } from './readSteps'

const mostAncestors = 20
const mostForks = 100
const mostInherited = 200

/** The runs that a run comes from, the nearest first; of several pointers, that of the last build. */
export function readLineage(db: AnyDatabase, key: RunKey, nowUs: number): Ancestor[] {
  const ancestors: Ancestor[] = []
  const seen = new Set<number>()
  let runId: number | null = findRunId(db, key)
  let isForked = true
  while (runId !== null && !seen.has(runId) && ancestors.length < mostAncestors) {
    seen.add(runId)
    const parent = nearestParent(readParents(db, runId))
    if (parent === undefined) break
    const parentId: number | null = parent.run === null ? null : findRunId(db, parent.run)
    isForked &&= parent.kind === 'fork'
    ancestors.push(ancestorOf(db, parent, { parentId, isForked, nowUs }))
    runId = parentId
  }
  return ancestors
}

function nearestParent(parents: readonly RunParent[]): RunParent | undefined {
  return parents.findLast(({ kind }) => kind === 'fork') ?? parents.at(-1)
}

interface Found {
  readonly parentId: number | null
  /** Whether the run below builds on its steps: it and all between are forks. */
  readonly isForked: boolean
  readonly nowUs: number
}

function ancestorOf(db: AnyDatabase, { kind, pointer }: RunParent, { parentId, isForked, nowUs }: Found): Ancestor {
  if (parentId === null) return { kind, pointer, run: null, forks: [], inherited: [], inheritedCount: 0 }
  const run = rowToRun(readRunRow(db, parentId), nowUs)
  const forks = readChildren(db, parentId, nowUs).filter((child) => child.kind === 'fork').slice(0, mostForks)
  const inherited = isForked ? readInherited(db, parentId, pointer.sequenceId) : []
  return { kind, pointer, run, forks, inherited: inherited.slice(-mostInherited), inheritedCount: inherited.length }
}

// A fork loads the state that was written last under a sequence id: the last attempt of the last build.
function readInherited(db: AnyDatabase, runId: number, upTo: number | null): Ancestor['inherited'] {
  const sql = `/* readInherited */ SELECT * FROM step WHERE run_id = ? AND sequence_id <= ? ORDER BY sequence_id, build, attempt`
  const rows = statement<[number, number], StepTableRow>(db.index, sql).all(runId, upTo ?? Number.MAX_SAFE_INTEGER)
  const last = rows.filter((row, index) => rows[index + 1]?.sequence_id !== row.sequence_id)
  return last.map((row) => rowToStep(row, 0))
}
