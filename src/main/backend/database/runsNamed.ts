import type { RunRow } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { rowToRun, selectRun } from './readRun'
import type { RunTableRow } from './readRun'

/** The runs of a project with this app id: in one partition (`null` = runs without one) or, when it is left out, in all. */
export function runsNamed(
  db: AnyDatabase,
  named: { readonly project: string; readonly appId: string; readonly partitionKey?: string | null },
  nowUs: number = Date.now() * 1000
): RunRow[] {
  const sql = `/* runsNamed */ ${selectRun}
    WHERE run.project_id = (SELECT project_id FROM project WHERE name = ?) AND run.app_id = ? ORDER BY run.last_time_us DESC LIMIT 100`
  const rows = statement<[string, string], RunTableRow>(db.index, sql).all(named.project, named.appId)
  const runs = rows.map((row) => rowToRun(row, nowUs))
  return named.partitionKey === undefined ? runs : runs.filter((run) => run.partitionKey === named.partitionKey)
}
