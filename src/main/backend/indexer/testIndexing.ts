import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultSettings } from '@shared/model/settings'
import { connect } from '../aws/connect'
import type { Connection } from '../aws/connect'
import type { WriteDatabase } from '../database/connection'
import { closeDatabase, openWriter } from '../database/open'
import { Indexing } from './indexing'
import type { IndexingListener } from './indexing'

/** A bucket's index in a folder of its own, that can be closed and opened again. */
export class TestIndexing {
  readonly folder = mkdtempSync(join(tmpdir(), 'burr-index-'))
  readonly #endpointUrl: string
  readonly #listener: IndexingListener
  #open: { readonly db: WriteDatabase; readonly connection: Connection; readonly indexing: Indexing } | null = null

  constructor(endpointUrl: string, listener: IndexingListener = {}) {
    this.#endpointUrl = endpointUrl
    this.#listener = listener
  }

  async open(maxConcurrency = 32): Promise<{ db: WriteDatabase; connection: Connection; indexing: Indexing }> {
    const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: this.#endpointUrl, awsMaxConcurrency: maxConcurrency }
    const connection = await connect(settings, {
      environment: {},
      maxAttempts: 1,
      patience: { idleTimeoutMs: 500, tries: 2, backoffMs: 5 },
      fetchCredentials: () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' })
    })
    const db = openWriter(this.folder)
    this.#open = { db, connection, indexing: new Indexing(db, connection.bucket, { ...this.#listener, maxConcurrency, listBackoffMs: 5 }) }
    return this.#open
  }

  close(): void {
    if (this.#open === null) return
    this.#open.connection.close()
    closeDatabase(this.#open.db)
    this.#open = null
  }

  remove(): void {
    this.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Keys of the index by what became of them. */
  keys(state = 'indexed'): Set<string> {
    const rows = this.#open?.db.index.prepare('SELECT hour_prefix.text || object.rest AS key FROM object JOIN hour_prefix USING (prefix_id) WHERE state = ?').all(state) ?? []
    return new Set(rows.map((row) => (row as { key: string }).key))
  }
}
