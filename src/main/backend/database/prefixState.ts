import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'
import { projectId } from './objectName'

/** How far the listing of a prefix has come. Times are UTC microseconds. */
export interface PrefixState {
  readonly project: string
  readonly prefix: string
  /** Last key of a run of keys without a gap: everything before it is in the index. `null` = none, or the listing was whole. */
  readonly cursor: string | null
  /** When a listing of the whole prefix last agreed with the index. */
  readonly completeAtUs: number | null
  /** When it should be listed again; `null` = not planned. */
  readonly dueUs: number | null
}

/** What is known of one prefix; `null` when it was never listed. */
export function readPrefixState(db: AnyDatabase, project: string, prefix: string): PrefixState | null {
  const sql = `/* readPrefixState */ ${columns} WHERE project.name = ? AND prefix_state.prefix = ?`
  return statement<[string, string], PrefixState>(db.index, sql).get(project, prefix) ?? null
}

/** All prefixes of a project that were listed, in byte order. */
export function listPrefixStates(db: AnyDatabase, project: string): PrefixState[] {
  const sql = `/* listPrefixStates */ ${columns} WHERE project.name = ? ORDER BY prefix_state.prefix`
  return statement<[string], PrefixState>(db.index, sql).all(project)
}

const columns = `SELECT project.name AS project, prefix_state.prefix AS prefix, prefix_state.cursor AS cursor,
    prefix_state.complete_at_us AS completeAtUs, prefix_state.due_us AS dueUs
  FROM prefix_state JOIN project USING (project_id)`

/** Notes how far a listing has come; `completeAtUs` and `dueUs` keep their value when left out or `null`. */
export function savePrefixState(
  db: WriteDatabase,
  state: Omit<PrefixState, 'dueUs'> & { readonly dueUs?: number | null }
): void {
  const sql = `/* savePrefixState */ INSERT INTO prefix_state (project_id, prefix, cursor, complete_at_us, due_us) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (project_id, prefix) DO UPDATE SET cursor = excluded.cursor,
      complete_at_us = coalesce(excluded.complete_at_us, complete_at_us), due_us = coalesce(excluded.due_us, due_us)`
  const project = projectId(db, state.project)
  statement<unknown[]>(db.index, sql).run(project, state.prefix, state.cursor, state.completeAtUs, state.dueUs ?? null)
}
