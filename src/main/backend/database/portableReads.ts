import type { RunKey } from '@shared/model/run'
import type { ObjectKind } from '../burr/key'
import { decodeFacts } from '../burr/factsCode'
import { statement } from './connection'
import type { AnyDatabase } from './connection'

/** An object of a run as it goes into a file. */
export interface RunObjectRow {
  readonly objectId: number
  readonly key: string
  readonly kind: ObjectKind
  readonly etag: string
  readonly lastModifiedUs: number
  /** Bytes unpacked, and as they lie in content.db; `null` = the body is not on this disk. */
  readonly rawBytes: number | null
  readonly packedBytes: number | null
  /** Id of the tracker that wrote a log file. */
  readonly trackerId: string | null
}

interface Row extends Omit<RunObjectRow, 'rawBytes' | 'packedBytes' | 'trackerId'> {
  readonly facts: string | null
}

/** The objects of a run that were read, in the order of their keys. */
export function readObjectsOfRun(db: AnyDatabase, runId: number): RunObjectRow[] {
  const sql = `/* readObjectsOfRun */ SELECT object_id AS objectId, hour_prefix.text || rest AS key, kind, etag, last_modified_us AS lastModifiedUs, facts
    FROM object JOIN hour_prefix USING (prefix_id) WHERE run_id = ? AND facts IS NOT NULL AND kind <> 'other' ORDER BY key`
  const size = statement<[number], { raw: number; packed: number }>(db.content, '/* bodySize */ SELECT raw_bytes AS raw, length(bytes) AS packed FROM body WHERE object_id = ?')
  return statement<[number], Row>(db.index, sql).all(runId).map(({ facts, ...object }) => {
    const body = size.get(object.objectId)
    const trackerId = object.kind === 'log' && facts !== null ? (decodeFacts(facts)?.trackerId ?? null) : null
    return { ...object, rawBytes: body?.raw ?? null, packedBytes: body?.packed ?? null, trackerId }
  })
}

/** What a workspace holds in all. */
export function readSums(db: AnyDatabase): { readonly projects: number; readonly runs: number; readonly steps: number } {
  const sql = '/* readSums */ SELECT count(*) AS projects, coalesce(sum(run_count), 0) AS runs, coalesce(sum(step_count), 0) AS steps FROM project WHERE run_count > 0'
  return statement<[], { projects: number; runs: number; steps: number }>(db.index, sql).get() ?? { projects: 0, runs: 0, steps: 0 }
}

/** The keys of all runs, newest first. */
export function readAllRunKeys(db: AnyDatabase, limit: number): RunKey[] {
  const sql = `/* readAllRunKeys */ SELECT project.name AS project, nullif(partition_key, '') AS partitionKey, app_id AS appId
    FROM run JOIN project USING (project_id) JOIN partition USING (partition_id) ORDER BY run.last_time_us DESC, run_id DESC LIMIT ?`
  return statement<[number], RunKey>(db.index, sql).all(limit)
}
