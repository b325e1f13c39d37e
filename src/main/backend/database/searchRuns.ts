import type { SearchHit, SearchPage } from '@shared/contract/search'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { readEntry } from '../burr/readEntry'
import type { LogEntry } from '../burr/logEntry'
import { readBody } from './bodies'
import { statement } from './connection'
import type { Connection, ReadDatabase } from './connection'
import { readRunKey } from './readRun'
import { foundIn } from './searchSnippet'
import { stepAt } from './searchStep'
import { readingText } from './textFile'
import { placeOfRow, readTextProgress } from './textStore'
import { matchText, phrasesOf } from './textWords'
import type { Phrase } from './textWords'

/** What is looked for, and which page of it. */
export interface SearchQuery {
  readonly text: string
  readonly project?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page ends early rather than later than this; the rest comes with the next one. */
const pageLimitMs = 120

/** The lines with all words of the query, what arrived last first. Damage of the words concerns the search only. */
export function searchRuns(db: ReadDatabase, query: SearchQuery): SearchPage {
  return readingText(db, (text) => {
    const phrases = phrasesOf(query.text)
    const projectId = query.project === undefined ? null : findProjectId(db, query.project)
    const files = text === null ? nothingRead : readTextProgress(text)
    if (phrases.length === 0 || (query.project !== undefined && projectId === null)) return { hits: [], nextCursor: null, files }
    const named = query.cursor === undefined ? runsNamed(db, query.text.trim(), projectId) : []
    if (text === null) return { hits: named, nextCursor: null, files }
    const page = new Page(db, phrases)
    const nextCursor = page.fill(rowsOf(text, { match: matchText(phrases, projectId), query }), query.limit)
    return { hits: [...named, ...page.hits], nextCursor, files }
  })
}

class Page {
  readonly hits: SearchHit[] = []
  private readonly bodies = new Map<number, Uint8Array | null>()
  private readonly began = performance.now()

  constructor(
    private readonly db: ReadDatabase,
    private readonly phrases: readonly Phrase[]
  ) {}

  fill(rows: Iterable<[number]>, limit: number): string | null {
    let last = 0
    for (const [row] of rows) {
      if (this.hits.length === limit || (this.hits.length > 0 && performance.now() - this.began > pageLimitMs)) return String(last)
      const hit = this.hitOf(row)
      if (hit !== null) this.hits.push(hit)
      last = row
    }
    return null
  }

  private hitOf(row: number): SearchHit | null {
    const { objectId, line } = placeOfRow(row)
    const object = readObject(this.db, objectId)
    if (object === null) return null
    const { key, etag, runId } = object
    const run = readRunKey(this.db, runId)
    const bytes = this.bytes(objectId, key, etag)
    const entry = bytes === null ? null : entryAt(bytes, line)
    const found = entry === null ? null : foundIn(entry, this.phrases)
    const step = stepAt(this.db, { runId, objectId, line, sequenceId: sequenceOf(entry) })
    const value = found ?? { where: 'other' as const, path: [], snippet: '', ranges: [] }
    return { run, step: step === null ? null : keyOf(step), action: step?.action ?? null, ...value, place: { objectKey: key, line } }
  }

  private bytes(objectId: number, key: string, etag: string): Uint8Array | null {
    const known = this.bodies.get(objectId)
    if (known !== undefined) return known
    const bytes = readBody(this.db, { objectId, key, etag })
    this.bodies.set(objectId, bytes)
    return bytes
  }
}

function keyOf({ build, sequenceId, attempt }: StepKey): StepKey {
  return { build, sequenceId, attempt }
}

function rowsOf(text: Connection, { match, query }: { readonly match: string; readonly query: SearchQuery }): Iterable<[number]> {
  const sql = `/* searchLines */ SELECT rowid FROM line_text WHERE line_text MATCH ? AND rowid < ? ORDER BY rowid DESC`
  return statement<[string, number], [number]>(text, sql).raw().iterate(match, Number(query.cursor ?? Number.MAX_SAFE_INTEGER))
}

function findProjectId(db: ReadDatabase, project: string): number | null {
  const sql = '/* searchProject */ SELECT project_id FROM project WHERE name = ?'
  return statement<[string], { project_id: number }>(db.index, sql).get(project)?.project_id ?? null
}

function readObject(db: ReadDatabase, objectId: number): { readonly key: string; readonly etag: string; readonly runId: number } | null {
  const sql = `/* searchObject */ SELECT hour_prefix.text || rest AS key, etag, run_id AS runId FROM object JOIN hour_prefix USING (prefix_id)
    WHERE object_id = ? AND run_id IS NOT NULL`
  return statement<[number], { key: string; etag: string; runId: number }>(db.index, sql).get(objectId) ?? null
}

const nothingRead = { searchable: 0, waiting: 0, partial: 0 }

const shortestId = 4
const mostNamed = 20

function runsNamed(db: ReadDatabase, text: string, projectId: number | null): SearchHit[] {
  if (text.length < shortestId) return []
  const sql = `/* searchAppIds */ SELECT run_id AS runId FROM project CROSS JOIN run USING (project_id)
    WHERE (? IS NULL OR project_id = ?) AND app_id >= ? AND app_id < ? || char(0x10ffff) LIMIT ${mostNamed}`
  return statement<unknown[], { runId: number }>(db.index, sql)
    .all(projectId, projectId, text, text)
    .map(({ runId }): SearchHit => {
      const run: RunKey = readRunKey(db, runId)
      const ranges = [{ start: 0, end: text.length }]
      return { run, step: null, action: null, where: 'app-id', path: [], snippet: run.appId, ranges, place: null }
    })
}

const lineFeed = 0x0a

function entryAt(bytes: Uint8Array, line: number): LogEntry | null {
  let start = 0
  for (let passed = 0; passed < line; passed++) {
    const end = bytes.indexOf(lineFeed, start)
    if (end < 0) return null
    start = end + 1
  }
  const end = bytes.indexOf(lineFeed, start)
  const text = new TextDecoder().decode(bytes.subarray(start, end < 0 ? bytes.length : end))
  const entry = readEntry(text, { line, offset: start, length: text.length, isInvalidUtf8: false })
  return typeof entry === 'string' ? null : entry
}

function sequenceOf(entry: LogEntry | null): number | null {
  return entry === null ? null : entry.sequenceId
}
