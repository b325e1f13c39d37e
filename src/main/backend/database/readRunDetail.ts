import type { RunDetail } from '@shared/contract/runs'
import type { RunBuild, RunChild, RunKey, RunWait } from '@shared/model/run'
import { readBadLines } from './badLines'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { readLargeFiles } from './largeFiles'
import { countByStep, readChildren, readParents } from './readFamily'
import { findRunId, readRunRow, rowToRun } from './readRun'
import { markedRuns } from './runMarks'
import { readStepRows, rowToStep } from './readSteps'
import { readStepsText } from './readStepsText'

/** Bad lines given with a run at most. */
const badLineLimit = 1000

interface ExtraRow {
  readonly builds: string | null
  readonly clock: string | null
  readonly graph_hash: string | null
}

/** One run opened, without its steps. */
export type RunHead = Omit<RunDetail, 'steps'>

/** One run opened: row and family, and its steps without their values as JSON text; `not-found`. */
export function readRunDetail(
  db: AnyDatabase,
  key: RunKey,
  nowUs: number
): { readonly head: RunHead; readonly stepsText: string } {
  const runId = findRunId(db, key)
  const row = readRunRow(db, runId)
  const sql = '/* readRunExtra */ SELECT builds, clock, graph_hash FROM run WHERE run_id = ?'
  const extra = statement<[number], ExtraRow>(db.index, sql).get(runId)
  const children = readChildren(db, runId, nowUs)
  const largeFiles = readLargeFiles(db, runId)
  const head = {
    run: markedRuns(db, [row], nowUs)[0] ?? rowToRun(row, nowUs),
    builds: JSON.parse(extra?.builds ?? '[]') as RunBuild[],
    graphHash: extra?.graph_hash ?? null,
    parents: readParents(db, runId),
    children,
    badLines: readBadLines(db, runId, badLineLimit),
    clock: JSON.parse(extra?.clock ?? 'null') as RunDetail['clock'],
    ...clockAhead(db, runId),
    ...(largeFiles.length === 0 ? {} : { largeFiles }),
    waiting: JSON.parse(row.waiting ?? 'null') as RunWait | null,
    logFiles: { known: row.log_file_count, here: row.body_count }
  }
  return { head, stepsText: children.length === 0 ? readStepsText(db, runId) : stepsWithChildren(db, runId, children) }
}

/** A key names the time by the writer's clock, S3 when it stored the object by its own: more than a day between them is no upload. */
function clockAhead(db: AnyDatabase, runId: number): Pick<RunDetail, 'clockAheadUs'> {
  const sql = `/* readClockAhead */ SELECT max(unixepoch(replace(substr(text, -14, 10), '/', '-') || ' ' || substr(text, -3, 2) || ':00:00') * 1000000 - last_modified_us) AS aheadUs
    FROM object JOIN hour_prefix USING (prefix_id) WHERE run_id = ? AND state = 'indexed'`
  const aheadUs = statement<[number], { aheadUs: number | null }>(db.index, sql).get(runId)?.aheadUs ?? 0
  return aheadUs > dayUs ? { clockAheadUs: aheadUs } : {}
}

const dayUs = 86_400_000_000

function stepsWithChildren(db: AnyDatabase, runId: number, children: readonly RunChild[]): string {
  const steps = readStepRows(db, runId)
  const counts = countByStep(steps, children)
  return JSON.stringify(steps.map((step) => rowToStep(step, counts.get(step) ?? 0)))
}
