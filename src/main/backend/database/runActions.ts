import { statement } from './connection'
import type { AnyDatabase } from './connection'

const newestRuns = 200
const mostNames = 500
/** Runs of an action that are looked at to see whether it belongs to the project. */
const tries = 200

/** The actions that runs of a project took: all those of its newest runs, and of the others those that are found at once. */
export function readActions(db: AnyDatabase, project: string): readonly string[] {
  const sql = `/* readActions */ WITH RECURSIVE
      own (project_id) AS (SELECT project_id FROM project WHERE name = ?),
      every (name) AS (
        SELECT min(action) FROM run_action
        UNION ALL SELECT (SELECT min(action) FROM run_action WHERE action > every.name) FROM every WHERE every.name IS NOT NULL LIMIT ${mostNames * 4}),
      newest (run_id) AS (
        SELECT run_id FROM run WHERE project_id = (SELECT project_id FROM own) ORDER BY last_time_us DESC, run_id DESC LIMIT ${newestRuns})
    SELECT name FROM (
      SELECT DISTINCT action AS name FROM step WHERE run_id IN (SELECT run_id FROM newest)
      UNION
      SELECT name FROM every WHERE EXISTS (
        SELECT 1 FROM (SELECT run_id FROM run_action WHERE action = every.name LIMIT ${tries}) JOIN run USING (run_id)
        WHERE project_id = (SELECT project_id FROM own)))
    WHERE name IS NOT NULL ORDER BY name LIMIT ${mostNames}`
  return statement<[string], { name: string }>(db.index, sql).all(project).map(({ name }) => name)
}
