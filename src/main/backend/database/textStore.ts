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

/** The log files among a range of object ids (end inclusive), the newest id first, whose words are missing or another object's. */
export function unreadFiles(db: WriteDatabase, text: Connection, first: number, last: number): UnreadFile[] {
  const sql = `/* indexedLogs */ SELECT object_id AS objectId, hour_prefix.project_id AS projectId, hour_prefix.text || rest AS key, etag
    FROM object JOIN hour_prefix USING (prefix_id)
    WHERE object_id BETWEEN ? AND ? AND kind = 'log' AND state = 'indexed' AND has_body = 1 ORDER BY object_id DESC`
  const logs = statement<[number, number], UnreadFile>(db.index, sql).all(first, last)
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

/** Stores the words of files in one transaction; words that were there under the same id go. */
export function storeTexts(text: Connection, files: readonly { readonly file: UnreadFile; readonly content: FileText }[]): void {
  if (files.length === 0) return
  transact(text, () => {
    for (const { file, content } of files) storeText(text, file, content)
  })
}

function storeText(text: Connection, { objectId, projectId, key, etag }: UnreadFile, { lines, isPartial }: FileText): void {
  const find = '/* findReadObject */ SELECT 1 FROM read_object WHERE object_id = ?'
  if (statement<[number]>(text, find).get(objectId) !== undefined) {
    const clear = '/* clearText */ DELETE FROM line_text WHERE rowid BETWEEN ? AND ?'
    statement<[number, number]>(text, clear).run(rowOf(objectId, 0), rowOf(objectId + 1, 0) - 1)
  }
  const insert = statement<unknown[]>(text, '/* storeLine */ INSERT INTO line_text (rowid, text) VALUES (?, ?)')
  const scope = projectWord(projectId)
  for (const line of lines) insert.run(rowOf(objectId, line.line), `${scope} ${searchable(line.text)}`)
  const note = '/* noteReadObject */ INSERT OR REPLACE INTO read_object (object_id, check_hash, is_partial) VALUES (?, ?, ?)'
  statement<unknown[]>(text, note).run(objectId, checkHash(key, etag), isPartial ? 1 : 0)
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

/** How many log files can be searched, and how many of them only in part. */
export function countRead(text: Connection): { readonly files: number; readonly partial: number } {
  const sql = `/* countRead */ SELECT (SELECT count(*) FROM read_object) AS files, (SELECT count(*) FROM read_object WHERE is_partial = 1) AS partial`
  return statement<[], { files: number; partial: number }>(text, sql).get() ?? { files: 0, partial: 0 }
}
