import { checkHash, readBody } from './bodies'
import { statement, transact } from './connection'
import type { AnyDatabase, Connection, WriteDatabase } from './connection'
import { lineBits } from './textOfFile'
import type { FileText } from './textOfFile'
import { projectWord, searchable } from './textWords'

/** A log file whose words are not in the full-text index. */
export interface UnreadFile {
  readonly objectId: number
  readonly projectId: number
  readonly key: string
  readonly etag: string
}

/** Where files are looked for: a range of object ids, both ends inclusive, without some projects. */
export interface FileRange {
  readonly first: number
  readonly last: number
  readonly projectsOff: readonly string[]
}

/** The log files of a range, the newest id first, whose words are missing or another object's. */
export function unreadFiles(db: WriteDatabase, text: Connection, { first, last, projectsOff }: FileRange): UnreadFile[] {
  const sql = `/* indexedLogs */ SELECT object_id AS objectId, hour_prefix.project_id AS projectId, hour_prefix.text || rest AS key, etag
    FROM object JOIN hour_prefix USING (prefix_id)
    WHERE object_id BETWEEN ? AND ? AND kind = 'log' AND state = 'indexed' AND has_body = 1
      AND hour_prefix.project_id NOT IN (SELECT project_id FROM project WHERE name IN (SELECT value FROM json_each(?)))
    ORDER BY object_id DESC`
  const logs = statement<[number, number, string], UnreadFile>(db.index, sql).all(first, last, JSON.stringify(projectsOff))
  if (logs.length === 0) return []
  const knownSql = '/* readObjects */ SELECT object_id, check_hash FROM read_object WHERE object_id BETWEEN ? AND ?'
  const known = new Map(statement<[number, number], [number, Uint8Array]>(text, knownSql).raw().all(first, last))
  return logs.filter(({ objectId, key, etag }) => {
    const hash = known.get(objectId)
    return hash === undefined || Buffer.compare(hash, checkHash(key, etag)) !== 0
  })
}

/** The bytes of a file to be read; `null` when they are not on this disk. */
export function bytesOf(db: AnyDatabase, file: UnreadFile): Uint8Array | null {
  return readBody(db, file)
}

/** A log file and its words. */
export interface ReadFile {
  readonly file: UnreadFile
  readonly content: FileText
}

/** Stores the words of files, and how many objects wait to be looked at, in one transaction; words that were there under the same id go. */
export function storeTexts(text: Connection, files: readonly ReadFile[], waitingCount: number): void {
  transact(text, () => {
    let [added, partial] = [0, 0]
    for (const each of files) {
      const wasPartial = clearText(text, each.file)
      if (wasPartial === null) added++
      partial += (each.content.isPartial ? 1 : 0) - (wasPartial === true ? 1 : 0)
      storeText(text, each)
    }
    const sql = `/* saveProgress */ UPDATE progress SET file_count = file_count + ?, partial_count = partial_count + ?, waiting_count = ?`
    statement<[number, number, number]>(text, sql).run(added, partial, waitingCount)
  })
}

// Whether the file that was there before was read in part; `null` = there was none.
function clearText(text: Connection, { objectId }: UnreadFile): boolean | null {
  const find = '/* findReadObject */ SELECT is_partial FROM read_object WHERE object_id = ?'
  const known = statement<[number], { is_partial: number }>(text, find).get(objectId)
  if (known === undefined) return null
  const clear = '/* clearText */ DELETE FROM line_text WHERE rowid BETWEEN ? AND ?'
  statement<[number, number]>(text, clear).run(rowOf(objectId, 0), rowOf(objectId + 1, 0) - 1)
  return known.is_partial === 1
}

function storeText(text: Connection, { file, content }: ReadFile): void {
  const { objectId, projectId, key, etag } = file
  const insert = statement<unknown[]>(text, '/* storeLine */ INSERT INTO line_text (rowid, text) VALUES (?, ?)')
  const scope = projectWord(projectId)
  for (const line of content.lines) insert.run(rowOf(objectId, line.line), `${scope} ${searchable(line.text)}`)
  const note = '/* noteReadObject */ INSERT OR REPLACE INTO read_object (object_id, check_hash, is_partial) VALUES (?, ?, ?)'
  statement<unknown[]>(text, note).run(objectId, checkHash(key, etag), content.isPartial ? 1 : 0)
}

/** The id of a line in the full-text index. */
export function rowOf(objectId: number, line: number): number {
  return objectId * 2 ** lineBits + line
}

/** The line of an id in the full-text index. */
export function placeOfRow(row: number): { readonly objectId: number; readonly line: number } {
  return { objectId: Math.floor(row / 2 ** lineBits), line: row % 2 ** lineBits }
}

/** The highest object id of an index; 0 = it has none. */
export function newestObjectId(db: AnyDatabase): number {
  const sql = '/* newestObjectId */ SELECT coalesce(max(object_id), 0) AS id FROM object'
  return statement<[], { id: number }>(db.index, sql).get()?.id ?? 0
}

/** How far the words are, as kept. */
export interface TextProgress {
  readonly searchable: number
  readonly waiting: number
  readonly partial: number
}

/** How many log files can be searched, how many of them in part, and how many objects were not looked at yet. */
export function readTextProgress(text: Connection): TextProgress {
  const sql = '/* readTextProgress */ SELECT file_count AS searchable, waiting_count AS waiting, partial_count AS partial FROM progress'
  return statement<[], TextProgress>(text, sql).get() ?? { searchable: 0, waiting: 0, partial: 0 }
}
