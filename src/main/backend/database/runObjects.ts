import { statement } from './connection'
import type { AnyDatabase } from './connection'

/** One object of a run as the index keeps it. */
export interface RunObject {
  readonly objectId: number
  readonly key: string
  readonly kind: 'log' | 'graph' | 'metadata'
  readonly etag: string
  readonly sizeBytes: number
  /** Whether a body was stored and not given up since. */
  readonly hasBody: number
  /** What the fold needs of it, as JSON text. */
  readonly facts: string
}

/** All objects of a run that were read, in no order. */
export function readRunObjects(db: AnyDatabase, runId: number): RunObject[] {
  const sql = `/* readRunObjects */ SELECT object_id AS objectId, hour_prefix.text || rest AS key, kind, etag,
      size_bytes AS sizeBytes, has_body AS hasBody, facts
    FROM object JOIN hour_prefix USING (prefix_id) WHERE run_id = ? AND facts IS NOT NULL`
  return statement<[number], RunObject>(db.index, sql).all(runId)
}

/** A log file of a run, without what it holds. */
export type LogName = Pick<RunObject, 'objectId' | 'key' | 'etag'>

/** The log files of a run that were read, in no order. */
export function readLogNames(db: AnyDatabase, runId: number): LogName[] {
  const sql = `/* readLogNames */ SELECT object_id AS objectId, hour_prefix.text || rest AS key, etag
    FROM object JOIN hour_prefix USING (prefix_id) WHERE run_id = ? AND kind = 'log' AND facts IS NOT NULL`
  return statement<[number], LogName>(db.index, sql).all(runId)
}

/** One object by its id; `null` when there is none. */
export function readObjectName(db: AnyDatabase, objectId: number): { readonly key: string; readonly etag: string } | null {
  const sql = `/* readObjectName */ SELECT hour_prefix.text || rest AS key, etag FROM object JOIN hour_prefix USING (prefix_id)
    WHERE object_id = ?`
  return statement<[number], { key: string; etag: string }>(db.index, sql).get(objectId) ?? null
}

/** The facts of one object, or `null`. */
export function readObjectFacts(db: AnyDatabase, objectId: number): string | null {
  const sql = '/* readObjectFacts */ SELECT facts FROM object WHERE object_id = ?'
  return statement<[number], { facts: string | null }>(db.index, sql).get(objectId)?.facts ?? null
}
