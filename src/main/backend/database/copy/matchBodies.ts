import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { checkHash } from '../bodies'
import { contentMigrations } from '../migrations/content'
import { migrate } from '../migrations/migrate'
import { setCreationPragmas } from '../pragmas'
import { noteRestored } from '../restored'
import { withFile } from './takeCopy'

/** The files between which bodies are matched. */
export interface MatchOptions {
  /** The restored index, not in force yet. */
  readonly index: string
  /** The content file in force; it may be missing. */
  readonly oldContent: string
  /** A file that does not exist yet. */
  readonly newContent: string
  /** `false` = take no body over, because the disk has no room for two of each. */
  readonly keepBodies: boolean
}

/** How many bodies were taken over, and how many objects of the index have none now. */
export interface MatchedBodies {
  readonly here: number
  readonly missing: number
}

/**
 * Gives a restored index a content file of its own. A body is known by the hash of its object's key and ETag, never by the number
 * the other index gave it: those that fit are copied under their new numbers, all others count as missing.
 */
export function matchBodies({ index, oldContent, newContent, keepBodies }: MatchOptions): MatchedBodies {
  const content = new Database(newContent)
  try {
    setCreationPragmas(content, 8192)
    migrate(content, contentMigrations)
    content.pragma('journal_mode = OFF')
    content.pragma('synchronous = OFF')
    const known = keepBodies && existsSync(oldContent) ? hashesOf(oldContent) : new Map<string, number>()
    return withFile(index, {}, (connection) => {
      connection.pragma('journal_mode = OFF')
      connection.pragma('synchronous = OFF')
      connection.pragma('cache_size = -65536')
      if (known.size > 0) content.prepare('ATTACH ? AS old').run(oldContent)
      const here: number[] = []
      connection.exec('CREATE TEMP TABLE here (object_id INTEGER PRIMARY KEY)')
      const columns = known.size === 0 ? '' : columnsOf(content)
      const copy = known.size === 0 ? null : content.prepare(`INSERT INTO main.body (object_id, ${columns}) SELECT ?, ${columns} FROM old.body WHERE object_id = ?`)
      const listed = `/* matchBodies */ SELECT object_id AS id, text || rest AS key, etag FROM object JOIN hour_prefix USING (prefix_id)
        WHERE state IN ('indexed', 'gone')`
      if (copy !== null) content.exec('BEGIN')
      for (const { id, key, etag } of connection.prepare<[], { id: number; key: string; etag: string }>(listed).iterate()) {
        if (copy === null) break
        const oldId = known.get(hex(checkHash(key, etag)))
        if (oldId === undefined) continue
        copy.run(id, oldId)
        here.push(id)
      }
      if (copy !== null) content.exec('COMMIT')
      const note = connection.prepare('INSERT INTO temp.here VALUES (?)')
      connection.transaction(() => {
        for (const id of here) note.run(id)
        connection.exec(`
          UPDATE object SET has_body = 1 - has_body WHERE has_body <> (object_id IN (SELECT object_id FROM temp.here));
          UPDATE run SET body_count = (SELECT count(*) FROM object WHERE object.run_id = run.run_id AND kind = 'log' AND has_body = 1)
            WHERE body_count > 0 OR run_id IN (SELECT run_id FROM object JOIN temp.here USING (object_id));`)
      })()
      // What was restored is in the bucket already: it need not be published again before it changes.
      connection.exec(`INSERT OR REPLACE INTO meta (name, value) SELECT 'published', value FROM meta WHERE name = 'generation'`)
      noteRestored(connection)
      const indexed = Number(connection.prepare(`SELECT count(*) FROM object WHERE state IN ('indexed', 'gone')`).pluck().get())
      return { here: here.length, missing: indexed - here.length }
    })
  } finally {
    content.close()
  }
}

/** What the old file has of a body besides its number: it may be of an earlier program. */
function columnsOf(content: Database.Database): string {
  const columns = content.pragma('old.table_info(body)') as readonly { readonly name: string }[]
  return columns.map(({ name }) => name).filter((name) => name !== 'object_id').join(', ')
}

function hashesOf(path: string): Map<string, number> {
  return withFile(path, { readonly: true }, (connection) => {
    const rows = connection.prepare<[], { object_id: number; check_hash: Uint8Array }>('SELECT object_id, check_hash FROM body').iterate()
    const known = new Map<string, number>()
    for (const { object_id: id, check_hash: hash } of rows) known.set(hex(hash), id)
    return known
  })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
