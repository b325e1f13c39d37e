import type { OfflineState, RunError, RunKey, RunPointer, RunRow } from '@shared/model/run'
import { AppError } from '@shared/errors'
import { statusAt } from '../burr/runStatus'
import type { Waiting } from '../burr/runSummary'
import { statement } from './connection'
import type { AnyDatabase } from './connection'

/** A run's row with the names of its project and partition, as lists and a single run read it. */
export interface RunTableRow {
  readonly run_id: number
  readonly project: string
  readonly partition_key: string
  readonly app_id: string
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
  readonly fork_count: number
  readonly spawn_count: number
  readonly log_file_count: number
  readonly body_count: number
  readonly size_bytes: number
}

/** The columns of {@link RunTableRow} and where they come from; a WHERE follows. */
export const selectRun = `SELECT run.run_id, project.name AS project, partition.partition_key, run.app_id, run.step_count,
    run.failed_count, run.first_time_us, run.last_time_us, run.last_action, run.last_error, run.is_last_step_open,
    run.is_recovered, run.longest_step_us, run.waiting, run.prompt_tokens, run.completion_tokens,
    run.fork_parent, run.spawn_parent, run.fork_count, run.spawn_count, run.log_file_count, run.body_count, run.size_bytes
  FROM run JOIN project USING (project_id) JOIN partition USING (partition_id)`

function parsed<Value>(text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value)
}

function offlineOf({ log_file_count: known, body_count: here }: RunTableRow): OfflineState {
  if (here >= known) return 'complete'
  return here === 0 ? 'index-only' : 'partial'
}

/** How a run stands at that time (UTC microseconds), from its row. */
export function statusOfRow(row: RunTableRow, nowUs: number): RunRow['status'] {
  const facts = {
    lastAction: row.last_action,
    lastTimeUs: row.last_time_us,
    failedCount: row.failed_count,
    isLastStepOpen: row.is_last_step_open === 1,
    isRecovered: row.is_recovered === 1,
    longestStepUs: row.longest_step_us,
    waiting: parsed<Waiting>(row.waiting)
  }
  return statusAt(facts, nowUs)
}

/** A run as the window sees it; the status is that of `nowUs`. */
export function rowToRun(row: RunTableRow, nowUs: number): RunRow {
  return {
    project: row.project,
    partitionKey: row.partition_key === '' ? null : row.partition_key,
    appId: row.app_id,
    status: statusOfRow(row, nowUs),
    stepCount: row.step_count,
    failedCount: row.failed_count,
    firstTimeUs: row.first_time_us,
    lastTimeUs: row.last_time_us,
    lastAction: row.last_action,
    lastError: parsed<RunError>(row.last_error),
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    forkParent: parsed<RunPointer>(row.fork_parent),
    spawnParent: parsed<RunPointer>(row.spawn_parent),
    forkCount: row.fork_count,
    spawnCount: row.spawn_count,
    logFileCount: row.log_file_count,
    sizeBytes: row.size_bytes,
    offline: offlineOf(row)
  }
}

/** The key of a run by its id. */
export function readRunKey(db: AnyDatabase, runId: number): RunKey {
  const sql = `/* readRunKey */ SELECT project.name AS project, nullif(partition_key, '') AS partitionKey, app_id AS appId
    FROM run JOIN project USING (project_id) JOIN partition USING (partition_id) WHERE run_id = ?`
  const row = statement<[number], RunKey>(db.index, sql).get(runId)
  if (row === undefined) throw new Error(`There is no run ${runId}.`)
  return row
}

/** The id of a run; `not-found` when the index has none of that key. */
export function findRunId(db: AnyDatabase, key: RunKey): number {
  // A run whose partition key is not settled yet is named by both parts together.
  const sql = `/* findRunId */ SELECT run_id FROM run JOIN partition USING (partition_id)
    WHERE run.project_id = (SELECT project_id FROM project WHERE name = ?) AND app_id = ? AND partition_key = ?
    ORDER BY is_opaque LIMIT 1`
  const row = statement<unknown[], { run_id: number }>(db.index, sql).get(key.project, key.appId, key.partitionKey ?? '')
  if (row !== undefined) return row.run_id
  throw new AppError({ code: 'not-found', message: 'The index has no such run.', action: null })
}

/** A run by its id. */
export function readRunRow(db: AnyDatabase, runId: number): RunTableRow {
  const row = statement<[number], RunTableRow>(db.index, `/* readRunRow */ ${selectRun} WHERE run_id = ?`).get(runId)
  if (row === undefined) throw new Error(`There is no run ${runId}.`)
  return row
}
