import type { FieldCursor, FieldHistory, ForkState, LastWrite } from '@shared/contract/fields'
import type { PathPart } from '@shared/exactJson/path'
import { isSameText } from '@shared/exactJson/same'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import type { AnyDatabase } from '../database/connection'
import { findRunId } from '../database/readRun'
import { readStateRowsAfter, readStateRowsUpTo } from '../database/readStateRows'
import type { StateRow } from '../database/readStateRows'
import { readStepRow } from '../database/readSteps'
import { FieldWrites } from './fieldWrites'
import type { Observation } from './fieldWrites'
import { readForkPoint } from './forkState'
import type { ForkPoint } from './forkState'
import { StateTexts } from './stateTexts'

/** How long one call walks before it says where to go on: other calls wait behind it. */
const momentMs = 120
/** How far back who wrote a field last is looked for. */
const lastWriteMs = 250
const pageSize = 400
/** States longer than this are not given whole. */
export const longestWhole = 2_000_000

const keyOf = (row: StateRow): StepKey => ({ build: row.build, sequenceId: row.sequence_id, attempt: row.attempt })

/** A part of the history of a field; a file that was begun is walked to its end, so that none is unpacked twice. */
export function readFieldHistory(db: AnyDatabase, run: RunKey, path: readonly PathPart[], from: FieldCursor | undefined): FieldHistory {
  const runId = findRunId(db, run)
  const texts = new StateTexts(db)
  const fork = readForkPoint(db, runId)
  const fold = from === undefined ? new FieldWrites(forkKnown(db, fork, path)) : new FieldWrites(knownAt(db, { runId, from, fork, path }), from)
  const endMs = performance.now() + momentMs
  let [walked, missing, after] = [0, 0, from?.after ?? null]
  for (;;) {
    const rows = readStateRowsAfter(db, runId, after, pageSize)
    for (const row of rows) {
      if (walked > 0 && performance.now() > endMs && texts.isElsewhere(row)) return part({ kind: 'more', after })
      const seen = observe(texts, row, path)
      if (seen.value === null && row.state_is !== 'none') missing++
      fold.take(seen)
      walked++
      after = keyOf(row)
    }
    if (rows.length < pageSize) return part({ kind: 'end', after })
  }

  function part(at: { kind: 'more' | 'end'; after: StepKey | null }): FieldHistory {
    const next = at.kind === 'end' || at.after === null ? null : { after: at.after, known: fold.known?.step ?? null, gap: fold.gap, isRebuilt: fold.isRebuilt }
    const forkedAt = fork === null ? null : { run: fork.run, step: keyOf(fork.row) }
    return { writes: fold.writes, walked, missing, next, forkedAt }
  }
}

function observe(texts: StateTexts, row: StateRow, path: readonly PathPart[]): Observation {
  const value = row.state_is === 'none' ? null : texts.field(row, path)
  return { step: keyOf(row), action: row.action, status: row.status, stateIs: row.state_is, value }
}

type Known = ConstructorParameters<typeof FieldWrites>[0]

function forkKnown(db: AnyDatabase, fork: ForkPoint | null, path: readonly PathPart[]): Known {
  const value = fork === null ? null : new StateTexts(db).field(fork.row, path)
  return value === null ? null : { value, step: 'fork' }
}

// The value itself may be megabytes, so a cursor names the step and the value is read again.
function knownAt(db: AnyDatabase, at: { runId: number; from: FieldCursor; fork: ForkPoint | null; path: readonly PathPart[] }): Known {
  const { known } = at.from
  if (known === null) return null
  if (known === 'fork') return forkKnown(db, at.fork, at.path)
  const row = readStepRow(db, at.runId, known)
  const value = row === null ? null : new StateTexts(db).field(row, at.path)
  return value === null ? null : { value, step: known }
}

/** The last write of a field at or before a step: walks back to the first state in which it was another. */
export function readLastWrite(db: AnyDatabase, run: RunKey, step: StepKey, path: readonly PathPart[]): LastWrite {
  const runId = findRunId(db, run)
  const texts = new StateTexts(db)
  const endMs = performance.now() + lastWriteMs
  const seen: Observation[] = []
  let current: { readonly value: string | undefined } | null = null
  let upTo: StepKey | null = step
  while (upTo !== null) {
    const rows = readStateRowsUpTo(db, runId, upTo, pageSize)
    for (const row of seen.length === 0 ? rows : rows.slice(1)) {
      if (performance.now() > endMs) return { write: null, searchedTo: keyOf(row) }
      const here = observe(texts, row, path)
      const isOther = here.value !== null && current !== null && !isSameText(here.value, current.value)
      if (here.value !== null && current === null) current = { value: here.value }
      // Equal texts are kept once, however long they are.
      seen.push(isOther || here.value === null ? here : { ...here, value: current?.value })
      if (isOther) return { write: lastOf(null, seen), searchedTo: null }
    }
    const last = rows.at(-1)
    upTo = rows.length < pageSize || last === undefined ? null : keyOf(last)
  }
  return { write: lastOf(forkKnown(db, readForkPoint(db, runId), path), seen), searchedTo: null }
}

function lastOf(known: Known, newestFirst: readonly Observation[]): LastWrite['write'] {
  const fold = new FieldWrites(known)
  for (const each of newestFirst.toReversed()) fold.take(each)
  return fold.writes.at(-1) ?? null
}

/** The state a run was forked with. */
export function readForkState(db: AnyDatabase, run: RunKey): ForkState | null {
  const fork = readForkPoint(db, findRunId(db, run))
  const text = fork === null ? null : new StateTexts(db).state(fork.row)
  if (fork === null || text === null) return null
  const { row } = fork
  return { run: fork.run, step: keyOf(row), action: row.action, stateText: text.length > longestWhole ? null : text, length: text.length }
}
