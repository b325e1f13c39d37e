import { statement } from './connection'
import type { WriteDatabase } from './connection'
import { moveShare, partitionId, refreshPartitionTime } from './runTotals'

/** The columns of a run that follow from its objects; pointers, builds, clock and errors are JSON texts. */
export interface RunColumns {
  readonly partition_id: number
  readonly app_id: string
  readonly is_opaque: number
  readonly step_count: number
  readonly failed_count: number
  readonly first_time_us: number
  readonly last_time_us: number
  readonly last_action: string | null
  readonly last_error: string | null
  readonly is_last_step_open: number
  readonly is_recovered: number
  readonly longest_step_us: number
  readonly waiting: string | null
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly fork_parent: string | null
  readonly spawn_parent: string | null
  readonly builds: string | null
  readonly clock: string | null
  readonly graph_hash: string | null
  readonly log_file_count: number
  readonly body_count: number
  readonly size_bytes: number
}

const columnNames: readonly (keyof RunColumns)[] = [
  'partition_id',
  'app_id',
  'is_opaque',
  'step_count',
  'failed_count',
  'first_time_us',
  'last_time_us',
  'last_action',
  'last_error',
  'is_last_step_open',
  'is_recovered',
  'longest_step_us',
  'waiting',
  'prompt_tokens',
  'completion_tokens',
  'fork_parent',
  'spawn_parent',
  'builds',
  'clock',
  'graph_hash',
  'log_file_count',
  'body_count',
  'size_bytes'
]

/** A run to be written: where it stands. */
export interface RunPlace {
  readonly runId: number
  readonly projectId: number
  /** Partition key and app id as in the keys. */
  readonly rest: string
  /** Whether it was inserted by this transaction and is not counted yet. */
  readonly isNew: boolean
}

/** How a run is named when it is seen for the first time. */
export interface NewRun {
  readonly rest: string
  readonly partitionKey: string | null
  readonly appId: string
  readonly isAmbiguous: boolean
}

/** The run of that project and `rest`, which is inserted empty when it is new. */
export function findOrInsertRun(db: WriteDatabase, projectId: number, run: NewRun): RunPlace {
  const { rest } = run
  const find = '/* findRun */ SELECT run_id FROM run WHERE project_id = ? AND rest = ?'
  const found = statement<[number, string], { run_id: number }>(db.index, find).get(projectId, rest)
  if (found !== undefined) return { runId: found.run_id, projectId, rest, isNew: false }
  const insert = '/* insertRun */ INSERT INTO run (project_id, partition_id, app_id, rest, is_opaque) VALUES (?, ?, ?, ?, ?)'
  const partition = partitionId(db, projectId, run.partitionKey)
  const values = [projectId, partition, run.appId, rest, run.isAmbiguous ? 1 : 0]
  const runId = Number(statement<unknown[]>(db.index, insert).run(...values).lastInsertRowid)
  return { runId, projectId, rest, isNew: true }
}

/** Writes the columns of a run where they differ and moves all kept numbers; gives whether anything did. */
export function saveRun(db: WriteDatabase, run: RunPlace, columns: RunColumns): boolean {
  const readSql = `/* readStoredRun */ SELECT ${columnNames.join(', ')} FROM run WHERE run_id = ?`
  const before = statement<[number], RunColumns>(db.index, readSql).get(run.runId)
  if (before === undefined) throw new Error(`There is no run ${run.runId}.`)
  if (!run.isNew && columnNames.every((name) => before[name] === columns[name])) return false
  const saveSql = `/* saveRun */ UPDATE run SET ${columnNames.map((name) => `${name} = ?`).join(', ')} WHERE run_id = ?`
  statement<unknown[]>(db.index, saveSql).run(...columnNames.map((name) => columns[name]), run.runId)
  moveShare(db, run.isNew ? null : shareOf(run.projectId, before), shareOf(run.projectId, columns))
  refreshPartitionTime(db, columns.partition_id)
  if (before.partition_id !== columns.partition_id) refreshPartitionTime(db, before.partition_id)
  return true
}

function shareOf(projectId: number, columns: RunColumns): Parameters<typeof moveShare>[2] {
  const hasEnded = columns.waiting === null && columns.is_last_step_open === 0 && columns.last_action !== null
  return {
    projectId,
    partitionId: columns.partition_id,
    isNeverStepped: columns.last_action === null,
    isFailed: hasEnded && columns.failed_count > 0 && columns.is_recovered === 0,
    stepCount: columns.step_count
  }
}
