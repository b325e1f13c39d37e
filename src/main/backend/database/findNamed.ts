import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import type { BurrKey } from '../burr/key'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { readRunKey } from './readRun'

/** The run whose key begins so, found by how it stands in the keys of its objects; `null` = not in the index. */
export function findRunOfKey(db: AnyDatabase, key: Pick<BurrKey, 'project' | 'rest'>): { readonly runId: number; readonly run: RunKey } | null {
  const sql = `/* runOfKey */ SELECT run_id AS runId FROM run WHERE project_id = (SELECT project_id FROM project WHERE name = ?) AND rest = ?`
  const found = statement<[string, string], { runId: number }>(db.index, sql).get(key.project, key.rest)
  return found === undefined ? null : { runId: found.runId, run: readRunKey(db, found.runId) }
}

/** The first step that has a line in an object. */
export function firstStepIn(db: AnyDatabase, runId: number, objectId: number): StepKey | null {
  const sql = `/* firstStepIn */ SELECT build, sequence_id AS sequenceId, attempt FROM step WHERE run_id = ? AND ? IN (begin_object_id, end_object_id)
    ORDER BY build, sequence_id, attempt LIMIT 1`
  return statement<[number, number], StepKey>(db.index, sql).get(runId, objectId) ?? null
}

/** Whether the index has a project. */
export function hasProject(db: AnyDatabase, project: string): boolean {
  return statement<[string], unknown>(db.index, '/* hasProject */ SELECT 1 FROM project WHERE name = ?').get(project) !== undefined
}

/** Runs with that app id, or (from four signs on) one that begins so, whatever their project; the newest first. */
export function runsByAppId(db: AnyDatabase, text: string, limit: number): RunKey[] {
  const sql = `/* runsByAppId */ SELECT run_id AS runId FROM project CROSS JOIN run USING (project_id)
    WHERE app_id >= ? AND app_id < ? || char(0x10ffff) ORDER BY app_id <> ?, last_time_us DESC LIMIT ?`
  return statement<unknown[], { runId: number }>(db.index, sql).all(text, text, text, limit).map(({ runId }) => readRunKey(db, runId))
}
