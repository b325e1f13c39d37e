import type { RunKey } from '@shared/model/run'
import { storeBodies } from '../database/bodies'
import type { StoredBody } from '../database/bodies'
import { saveBadLines } from '../database/badLines'
import { transact } from '../database/connection'
import type { WriteDatabase } from '../database/connection'
import { bumpGeneration } from '../database/counters'
import type { ListedObject } from '../database/discovery'
import { saveGraph } from '../database/graphs'
import { clearSetAside, findObject, saveObject, saveSetAside } from '../database/objects'
import { nameObject, projectId } from '../database/objectName'
import type { ObjectName } from '../database/objectName'
import { ObjectTally } from '../database/objectTally'
import { countChildrenOf } from '../database/pointers'
import { savePrefixState } from '../database/prefixState'
import { readRunKey } from '../database/readRun'
import { translated } from '../database/sqliteError'
import { findOrInsertRun } from '../database/writeRun'
import type { RunPlace } from '../database/writeRun'
import { prepareObject } from './ingestObject'
import type { FetchedObject, PreparedObject, ReadObject } from './ingestObject'
import { refoldRun } from './ingestRun'

export type { FetchedObject, PreparedObject } from './ingestObject'
export { prepareObject } from './ingestObject'

/** An object that is not indexed and why; `retryAtUs` (UTC microseconds) `null` = not again unless it changes. */
export interface SetAside {
  readonly listed: ListedObject
  readonly state: 'ignored' | 'failed'
  readonly reason: string
  readonly retryAtUs: number | null
}

/** How far a listing has come with this batch. */
export interface ListingProgress {
  readonly project: string
  readonly prefix: string
  readonly cursor: string | null
  readonly completeAtUs: number | null
}

interface Batch<Item> {
  readonly objects: readonly Item[]
  readonly setAside: readonly SetAside[]
  /** Saved in the same transaction. */
  readonly listing?: ListingProgress
}

/** What one transaction takes in. */
export type IngestBatch = Batch<FetchedObject>

/** {@link IngestBatch} whose objects were read already, perhaps in another thread. */
export type PreparedBatch = Batch<PreparedObject>

/** What one transaction changed. Objects that were there already count nowhere. */
export interface IngestResult {
  readonly changedRuns: RunKey[]
  readonly changedProjects: string[]
  readonly indexed: number
  readonly ignored: number
  readonly failed: number
}

/** Reads a batch of objects and writes it in one transaction: all of it or nothing; twice is the same as once. */
export function ingest(db: WriteDatabase, batch: IngestBatch, nowUs: number = Date.now() * 1000): IngestResult {
  return ingestPrepared(db, { ...batch, objects: batch.objects.map(prepareObject) }, nowUs)
}

/** The writing half of {@link ingest}. */
export function ingestPrepared(db: WriteDatabase, batch: PreparedBatch, nowUs: number = Date.now() * 1000): IngestResult {
  return translated(() => transact(db.index, () => new BatchWriter(db, nowUs).write(batch)))
}

class BatchWriter {
  private readonly runs = new Map<number, RunPlace>()
  private readonly bodies: StoredBody[] = []
  private readonly projects = new Set<string>()
  private readonly tally: ObjectTally
  private readonly counts = { indexed: 0, ignored: 0, failed: 0 }

  constructor(
    private readonly db: WriteDatabase,
    private readonly nowUs: number
  ) {
    this.tally = new ObjectTally(db)
  }

  write(batch: PreparedBatch): IngestResult {
    const { db } = this
    for (const object of batch.objects) {
      if (object.outcome === 'read') this.writeObject(object)
      else this.writeSetAside(object.name, { ...object, state: object.outcome, retryAtUs: null })
    }
    for (const each of batch.setAside) this.writeSetAside(nameObject(each.listed.key), each)
    this.tally.flush()
    // The bodies first: a body that no row names is harmless, a row without its body is not.
    storeBodies(db, this.bodies)
    const changed = this.foldRuns()
    if (batch.listing !== undefined) savePrefixState(db, batch.listing)
    const { counts, projects } = this
    if (projects.size + changed.length > 0) bumpGeneration(db)
    const changedRuns = changed.map((runId) => readRunKey(db, runId))
    for (const { project } of changedRuns) projects.add(project)
    return { changedRuns, changedProjects: [...projects], ...counts }
  }

  private writeObject(object: ReadObject): void {
    const { db } = this
    const { listed, name, facts, body, graph } = object
    const known = findObject(db, name)
    if (known?.state === 'indexed' && known.etag === listed.etag && known.has_body === 1) return
    const project = this.tally.projectId(name.parsed.project) ?? 0
    const run = findOrInsertRun(db, project, name.parsed)
    const { kind } = name.parsed
    const values = { kind, state: 'indexed', runId: run.runId, hasBody: true, facts } as const
    const objectId = saveObject(db, { listed, name, known }, values, this.tally)
    if (known !== null) clearSetAside(db, objectId)
    if (graph !== null) saveGraph(db, graph)
    saveBadLines(db, { objectId, runId: run.runId, isNew: known === null }, object.badLines)
    // Nobody asked for it: the oldest run goes first when room is short, whenever it was fetched.
    this.bodies.push({ objectId, body, usedUs: Math.min(listed.lastModifiedUs, this.nowUs) })
    if (this.runs.get(run.runId)?.isNew !== true) this.runs.set(run.runId, run)
    this.projects.add(name.parsed.project)
    this.counts.indexed++
  }

  private writeSetAside(name: ObjectName, { listed, state, reason, retryAtUs }: SetAside): void {
    const { db, nowUs } = this
    const known = findObject(db, name)
    const isSame = known !== null && known.etag === listed.etag
    // What is in the index stays there: a failed second fetch takes nothing away.
    if (isSame && known.state === 'indexed') return
    if (isSame && known.state === 'ignored' && state === 'ignored') return
    const { kind } = name.parsed
    const keep = known?.state === 'indexed' || known?.state === 'gone' ? known.run_id : null
    const values = { kind: kind === 'stray' ? 'other' : kind, state, runId: null, hasBody: false, facts: null } as const
    const objectId = saveObject(db, { listed, name, known }, values, this.tally)
    saveSetAside(db, objectId, { project: name.project, state, reason, retryAtUs, seenUs: nowUs })
    if (keep !== null && name.parsed.kind !== 'stray') {
      const project = projectId(db, name.parsed.project)
      saveBadLines(db, { objectId, runId: keep, isNew: false }, [])
      this.runs.set(keep, findOrInsertRun(db, project, name.parsed))
    }
    if (name.project !== null) this.projects.add(name.project)
    this.counts[state]++
  }

  private foldRuns(): number[] {
    const { db } = this
    const changed = new Set<number>()
    const families = new Map<number, Set<string>>()
    for (const run of this.runs.values()) {
      const { isChanged, parentAppIds } = refoldRun(db, run)
      if (!isChanged) continue
      changed.add(run.runId)
      const family = families.get(run.projectId) ?? new Set<string>()
      for (const appId of [...parentAppIds, readRunKey(db, run.runId).appId]) family.add(appId)
      families.set(run.projectId, family)
    }
    for (const [project, appIds] of families) {
      for (const appId of appIds) for (const runId of countChildrenOf(db, project, appId)) changed.add(runId)
    }
    return [...changed]
  }
}
