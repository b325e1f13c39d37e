import type { RunKey } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { readRunKey } from './readRun'

/** The runs that some objects belong to. */
export function runsOfObjects(db: AnyDatabase, objectIds: readonly number[]): RunKey[] {
  const sql = `/* runsOfObjects */ SELECT DISTINCT run_id AS id FROM object
    WHERE object_id IN (SELECT value FROM json_each(?)) AND run_id IS NOT NULL`
  return statement<[string], { id: number }>(db.index, sql).all(JSON.stringify(objectIds)).map(({ id }) => readRunKey(db, id))
}
