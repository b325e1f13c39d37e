import { statement } from './connection'
import type { AnyDatabase } from './connection'

// A time that was logged as it is shown is not written twice.
const usOf = { begin: 'coalesce(begin_logged_us, start_us)', end: 'coalesce(end_logged_us, end_us)' }
const logged = (side: 'begin' | 'end', bit: 1 | 2) => `CASE WHEN ${usOf[side]} IS NULL THEN NULL ELSE
  strftime('%Y-%m-%dT%H:%M:%S', ${usOf[side]} / 1000000, 'unixepoch')
  || CASE WHEN ${usOf[side]} % 1000000 = 0 THEN '' ELSE printf('.%06d', ${usOf[side]} % 1000000) END
  || CASE WHEN logged_utc & ${bit} THEN 'Z' ELSE '' END END`
const truth = (condition: string) => `json(CASE WHEN ${condition} THEN 'true' ELSE 'false' END)`

const sql = `/* readStepsText */ SELECT json_group_array(json_object(
    'build', build, 'sequenceId', sequence_id, 'attempt', attempt, 'action', action, 'status', status,
    'startUs', start_us, 'endUs', end_us, 'startText', ${logged('begin', 1)}, 'endText', ${logged('end', 2)},
    'errorLine', error_line, 'beginRecorded', ${truth('begin_object_id IS NOT NULL')}, 'stateIs', state_is,
    'spanCount', span_count, 'attributeCount', attribute_count, 'streamed', ${truth('streamed = 1')},
    'retryOf', retry_of, 'childCount', 0)) AS text
  FROM (SELECT * FROM step WHERE run_id = ? ORDER BY build, sequence_id, attempt)`

/** JSON text of a run's steps, as `rowToStep` gives them but without children: a long list leaves SQLite as text. */
export function readStepsText(db: AnyDatabase, runId: number): string {
  return statement<[number], { text: string }>(db.index, sql).get(runId)?.text ?? '[]'
}
