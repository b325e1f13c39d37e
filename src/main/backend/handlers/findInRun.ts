import type { FindHit, FindPart } from '@shared/contract/findInRun'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { findRunId } from '../database/readRun'
import type { AnyDatabase } from '../database/connection'
import { readStepRows } from '../database/readSteps'
import type { StepTableRow } from '../database/readSteps'
import { findPattern } from './findPattern'
import type { FindPattern, FindQuery, Matches } from './findPattern'
import { StepTexts } from './findTexts'
import type { FoundText } from './findTexts'
import { LogBodies } from './logBodies'
import { assembleSteps } from './stepBodies'

/** What is looked for in a run, and from which step on. */
export interface FindInRun extends FindQuery {
  readonly run: RunKey
  readonly from?: StepKey | undefined
}

/** A part ends when this time is over: other calls wait for the thread meanwhile. */
const partMs = 120
/** Steps looked at in one go at first; twice as many each time, as a file is gone through once a go. */
const firstSteps = 8
const mostHits = 500
const before = 60
const longestSnippet = 240

/** The hits of the next steps; the step before the first of them tells what of its state is new. */
export function findInRun(db: AnyDatabase, { run, from, ...query }: FindInRun): FindPart {
  const pattern = findPattern(query)
  const runId = findRunId(db, run)
  const rows = readStepRows(db, runId)
  const start = from === undefined ? 0 : rows.findIndex((row) => compare(row, from) >= 0)
  const search = new Search(db, runId, pattern)
  if (start < 0) return { hits: [], next: null, missingBodies: 0 }
  if (start > 0) search.take(rows.slice(start - 1, start), false)
  const began = performance.now()
  let at = start
  let count = firstSteps
  while (at < rows.length && search.hits.length < mostHits && (at === start || performance.now() - began < partMs)) {
    search.take(rows.slice(at, at + count), true)
    at += count
    count *= 2
  }
  const next = rows[at]
  return { hits: search.hits, next: next === undefined ? null : keyOf(next), missingBodies: search.missingBodies }
}

class Search {
  readonly hits: FindHit[] = []
  missingBodies = 0
  private readonly texts = new StepTexts()
  private readonly bodies: LogBodies

  constructor(
    private readonly db: AnyDatabase,
    private readonly runId: number,
    private readonly pattern: FindPattern
  ) {
    this.bodies = new LogBodies(db)
  }

  take(rows: readonly StepTableRow[], isShown: boolean): void {
    const found = assembleSteps(this.db, this.runId, rows, this.bodies)
    for (const row of rows) {
      const body = found.get(row)
      const own = [{ where: 'action' as const, path: [], isName: false, text: row.action }]
      const texts = body === undefined ? own : this.texts.of(body, isShown)
      if (!isShown) continue
      if (body === undefined) this.missingBodies++
      this.pattern(texts.map(({ text }) => text)).forEach((matches, index) => {
        const text = texts[index]
        if (matches !== null && text !== undefined) this.hits.push(hitOf(row, text, matches))
      })
    }
  }
}

function keyOf({ build, sequence_id: sequenceId, attempt }: StepTableRow): StepKey {
  return { build, sequenceId, attempt }
}

function compare(row: StepTableRow, key: StepKey): number {
  return row.build - key.build || row.sequence_id - key.sequenceId || row.attempt - key.attempt
}

function hitOf(row: StepTableRow, { where, path, isName, text }: FoundText, { start, end, count }: Matches): FindHit {
  const from = start <= before ? 0 : wholeSign(text, start - before)
  const snippet = text.slice(from, wholeSign(text, Math.min(text.length, from + longestSnippet)))
  const range = { start: start - from, end: Math.min(end - from, snippet.length) }
  return { ...keyOf(row), action: row.action, where, path, isName, snippet, range, count }
}

// Never between the halves of a surrogate pair.
function wholeSign(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
