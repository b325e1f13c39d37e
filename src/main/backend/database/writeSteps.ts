import type { EventPlace, StepFact } from '../burr/stepFact'
import { statement } from './connection'
import type { WriteDatabase } from './connection'
import type { RunPlace } from './writeRun'

const columns =
  `build, sequence_id, attempt, action, status, state_is, start_us, end_us, error_line, retry_of,
  span_count, attribute_count, streamed, begin_object_id, begin_line, begin_offset, begin_length, begin_logged_us,
  end_object_id, end_line, end_offset, end_length, end_logged_us, logged_utc`
const marks = columns.replace(/\w+/g, '?')
const keyLength = 3
const actionAt = 3
/** One statement with so many rows takes half the time of as many statements. */
const rowsAtOnce = 8
const row = `(?, ${marks})`
const insertOne = `/* writeStep */ INSERT OR REPLACE INTO step (run_id, ${columns}) VALUES ${row}`
const insertMany = `/* writeSteps */ INSERT OR REPLACE INTO step (run_id, ${columns}) VALUES ${Array.from({ length: rowsAtOnce }, () => row).join(', ')}`

type StepTuple = readonly (string | number | null)[]

/** Id of the object with that key; throws for a key that is not of the run. */
export type ObjectIdOf = (key: string) => number

// A time that was logged as it is shown is not written twice.
function placeTuple(place: EventPlace | null, shownUs: number | null, objectId: ObjectIdOf): StepTuple {
  if (place === null) return [null, null, null, null, null]
  return [objectId(place.objectKey), place.line, place.offset, place.length, place.loggedUs === shownUs ? null : place.loggedUs]
}

function stepTuple(step: StepFact, objectId: ObjectIdOf): StepTuple {
  const { build, sequenceId, attempt, action, status, stateIs, startUs, endUs, error, retryOf } = step
  const loggedUtc = (step.begin?.isUtc === true ? 1 : 0) + (step.end?.isUtc === true ? 2 : 0)
  const outcome = [build, sequenceId, attempt, asStored(action), status, stateIs, startUs, endUs, error === null ? null : asStored(error.line), retryOf]
  const counts = [step.spanCount, step.attributeCount, step.isStreamed ? 1 : 0]
  return [...outcome, ...counts, ...placeTuple(step.begin, startUs, objectId), ...placeTuple(step.end, endUs, objectId), loggedUtc]
}

/** A text as SQLite gives it back: half a surrogate pair, which a log may hold, is no UTF-8. */
function asStored(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}

function nameOf(tuple: StepTuple): string {
  return tuple.slice(0, keyLength).join(' ')
}

function isSame(a: StepTuple, b: StepTuple): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}

/** Makes the step rows of a run equal to the given ones, touching only those that differ; gives how many did. */
export function writeSteps(
  db: WriteDatabase,
  { runId, isNew }: Pick<RunPlace, 'runId' | 'isNew'>,
  steps: readonly StepFact[],
  objectId: ObjectIdOf
): number {
  const readSql = `/* readStoredSteps */ SELECT ${columns} FROM step WHERE run_id = ?`
  const stored = isNew ? [] : statement<[number], StepTuple>(db.index, readSql).raw().all(runId)
  const known = new Map(stored.map((tuple) => [nameOf(tuple), tuple]))
  const actions = new Set<string>()
  const written: StepTuple[] = []
  for (const step of steps) {
    const tuple = stepTuple(step, objectId)
    actions.add(asStored(step.action))
    const name = nameOf(tuple)
    const before = known.get(name)
    known.delete(name)
    if (before === undefined || !isSame(before, tuple)) written.push(tuple)
  }
  insertSteps(db, runId, written)
  const deleteSql = '/* deleteStep */ DELETE FROM step WHERE run_id = ? AND build = ? AND sequence_id = ? AND attempt = ?'
  for (const tuple of known.values()) {
    statement<unknown[]>(db.index, deleteSql).run(runId, ...tuple.slice(0, keyLength))
  }
  saveActions(db, runId, { before: new Set(stored.map((tuple) => String(tuple[actionAt]))), after: actions })
  return written.length + known.size
}

function insertSteps(db: WriteDatabase, runId: number, tuples: readonly StepTuple[]): void {
  const many = tuples.length - (tuples.length % rowsAtOnce)
  const insertRows = statement<unknown[]>(db.index, insertMany)
  for (let at = 0; at < many; at += rowsAtOnce) {
    const values: (string | number | null)[] = []
    for (const tuple of tuples.slice(at, at + rowsAtOnce)) values.push(runId, ...tuple)
    insertRows.run(values)
  }
  const insert = statement<unknown[]>(db.index, insertOne)
  for (const tuple of tuples.slice(many)) insert.run(runId, ...tuple)
}

function saveActions(db: WriteDatabase, runId: number, { before, after }: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }): void {
  const insert = statement<[string, number]>(db.index, '/* saveRunAction */ INSERT INTO run_action (action, run_id) VALUES (?, ?)')
  for (const action of after) if (!before.has(action)) insert.run(action, runId)
  const clear = statement<[string, number]>(db.index, '/* clearRunAction */ DELETE FROM run_action WHERE action = ? AND run_id = ?')
  for (const action of before) if (!after.has(action)) clear.run(action, runId)
}
