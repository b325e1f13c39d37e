import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bucket } from '../bucket/bucket'
import { ownPrefix } from '../bucket/bucket'
import { openTestBucket } from '../bucket/testStore'
import type { AnyDatabase, WriteDatabase } from '../database/connection'
import { tableRules } from '../database/copy/copyPlan'
import { closeDatabase, openReader, openWriter } from '../database/open'
import { savePrefixState } from '../database/prefixState'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import type { TestRun } from '../indexer/ingestTestRun'
import { openInstallation } from './installation'
import type { Installation } from './installation'
import type { PublishOptions } from './publish'
import type { SnapshotPrograms } from './takeSnapshot'

/** What a test's store is asked, beside requests. */
export interface TestStore {
  readonly endpointUrl: string
  readonly journal: readonly { readonly method: string; readonly key: string; readonly operation: string }[]
  readonly bucket: { keys(): readonly string[] }
  stop(): Promise<void>
}

/** A store with a bucket named `b`, and computers that use it, for one test. */
export class TestBench<Store extends TestStore = TestStore> {
  readonly fake: Store
  readonly bucket: Bucket
  readonly #folders: string[] = []

  constructor(fake: Store) {
    this.fake = fake
    this.bucket = openTestBucket(fake.endpointUrl)
  }

  /** An empty folder that goes away with the bench. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'burr-snapshot-'))
    this.#folders.push(folder)
    return folder
  }

  /** A computer with an empty data folder of its own. */
  computer(name = 'desk'): TestComputer {
    const dataFolder = this.folder()
    return { workspace: join(dataFolder, 'workspace'), installation: openInstallation(dataFolder, name) }
  }

  /** Keys of ours in the bucket. */
  ownKeys(): string[] {
    return this.fake.bucket.keys().filter((key) => key.startsWith(ownPrefix))
  }

  /** Requests that wrote outside of our prefix, or read what is the business of Burr's own server. */
  trespasses(): string[] {
    return this.fake.journal.flatMap(({ method, key, operation }) => {
      const isWrite = method === 'PUT' || method === 'DELETE' || method === 'POST'
      const isWrong = isWrite ? !key.startsWith(ownPrefix) : key.startsWith('snapshots')
      return isWrong ? [`${operation} ${key}`] : []
    })
  }

  async close(): Promise<void> {
    this.bucket.close()
    await this.fake.stop()
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true })
  }
}

/** One data folder. */
export interface TestComputer {
  readonly workspace: string
  readonly installation: Installation
}

/** Fills a workspace with runs and closes it; every project's listing is noted as complete. */
export function fillWorkspace(workspace: string, runs: readonly TestRun[]): void {
  const db = openWriter(workspace)
  addRuns(db, runs)
  for (const project of new Set(runs.map((run) => run.project ?? 'demo'))) {
    savePrefixState(db, { project, prefix: `data/${project}/`, cursor: null, completeAtUs: 1_795_370_300_000_000 })
  }
  closeDatabase(db)
}

/** Writes runs in one transaction. */
export function addRuns(db: WriteDatabase, runs: readonly TestRun[]): void {
  ingest(db, { objects: runs.flatMap((run) => testRun(run)), setAside: [] })
}

/** Runs that differ in all that a seed can change. */
export function someRuns(count: number, seed = 0): TestRun[] {
  return Array.from({ length: count }, (_, i) => ({
    project: `project-${(i + seed) % 3}`,
    partition: i % 4 === 0 ? null : `user-${(i * 7 + seed) % 11}`,
    appId: `app-${seed}-${i}`,
    steps: 1 + ((i + seed) % 7),
    files: 1 + (i % 3),
    failAt: i % 5 === 0 ? 0 : -1,
    openAt: i % 7 === 3 ? 0 : -1,
    startUs: 1_795_370_295_278_236 + (i * 37 + seed) * 60_000_000,
    forkParent: i % 6 === 5 ? { appId: `app-${seed}-${i - 1}`, sequenceId: 0, partitionKey: null } : null
  }))
}

/** How to publish a workspace in a test. */
export function publishing(computer: TestComputer, bench: TestBench, programs: SnapshotPrograms): PublishOptions {
  const { workspace, installation } = computer
  return { workspace, installation, bucket: bench.bucket, programs, appVersion: 'test', signal: new AbortController().signal, backoffMs: 5 }
}

const notCompared = new Set(['job', 'request_count', 'meta'])
const localColumns = ['has_body', 'body_count', 'waiting_count']

/** The hash of every table's rows in order; what tells of one computer only is left out, and `more` tables as well. */
export function tableHashes(db: AnyDatabase, more: readonly string[] = []): Record<string, string> {
  const tables = Object.keys(tableRules).filter((table) => !notCompared.has(table) && !more.includes(table))
  return Object.fromEntries(tables.map((table) => [table, tableHash(db, table)]))
}

function tableHash(db: AnyDatabase, table: string): string {
  const hash = createHash('sha256')
  const columns = db.index.pragma(`table_info(${table})`) as { name: string; pk: number }[]
  const names = columns.map(({ name }) => name).filter((name) => !localColumns.includes(name))
  const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk).map(({ name }) => name)
  for (const row of db.index.prepare(`SELECT ${names.join(', ')} FROM ${table} ORDER BY ${key.join(', ')}`).raw().iterate()) hash.update(JSON.stringify(row))
  return hash.digest('hex')
}

/** The table hashes of a closed workspace. */
export function hashesOf(workspace: string, more: readonly string[] = []): Record<string, string> {
  const db = openReader(workspace)
  try {
    return tableHashes(db, more)
  } finally {
    closeDatabase(db)
  }
}
