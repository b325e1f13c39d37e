import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { LogPlace, StepDetail, StepKey } from '@shared/model/step'
import { decodeFacts } from '../burr/factsCode'
import type { StepBody } from '../burr/assemble'
import type { AnyDatabase } from '../database/connection'
import { countChildrenOfStep } from '../database/readFamily'
import { findRunId } from '../database/readRun'
import { readNeighbour, readStepRow, rowToStep } from '../database/readSteps'
import type { StepTableRow } from '../database/readSteps'
import { readObjectFacts } from '../database/runObjects'
import { LogBodies } from './logBodies'
import type { LinePlace, PlacedEntry } from './logBodies'
import { assembleSteps } from './stepBodies'
import { eventsOf } from './stepEvents'

/** One step with its values as they were logged; `not-found`, or `body-missing` when its lines are not on this disk. */
export function readStepDetail(db: AnyDatabase, run: RunKey, key: StepKey): StepDetail {
  const runId = findRunId(db, run)
  const row = readStepRow(db, runId, key)
  if (row === null) throw new AppError({ code: 'not-found', message: 'The run has no such step.' })
  const bodies = new LogBodies(db)
  const begin = entryOf(bodies, beginPlace(row))
  const end = entryOf(bodies, endPlace(row))
  const previous = readNeighbour(db, runId, key, -1)
  const body = hasEvents(db, row) ? assembleSteps(db, runId, [row], bodies).get(row) : undefined
  const values = valuesOf(begin, end)
  return {
    step: rowToStep(row, countChildrenOfStep(db, runId, row)),
    ...values,
    previousStateText: previous === null ? null : stateBetween(bodies, previous, row, values.stateText),
    previousStep: previous === null ? null : keyOf(previous),
    ...(body === undefined ? { spans: [], attributes: [], stream: null } : eventsOf(body)),
    unknownLines: body === undefined ? [] : unknownLinesOf(body),
    beginPlace: logPlace(begin),
    endPlace: logPlace(end)
  }
}

function beginPlace(row: StepTableRow): LinePlace | null {
  const { begin_object_id: objectId, begin_line: line, begin_offset: offset, begin_length: length } = row
  return objectId === null || line === null || offset === null || length === null ? null : { objectId, line, offset, length }
}

function endPlace(row: StepTableRow): LinePlace | null {
  const { end_object_id: objectId, end_line: line, end_offset: offset, end_length: length } = row
  return objectId === null || line === null || offset === null || length === null ? null : { objectId, line, offset, length }
}

function entryOf(bodies: LogBodies, place: LinePlace | null): PlacedEntry | null {
  if (place === null) return null
  const found = bodies.entryAt(place)
  if (found !== null) return found
  throw new AppError({
    code: 'body-missing',
    message: 'The values of this step are not on this disk.',
    action: 'Fetch them from the bucket.'
  })
}

type Values = Pick<StepDetail, 'stateText' | 'resultText' | 'inputsText' | 'exception'>

function valuesOf(begin: PlacedEntry | null, end: PlacedEntry | null): Values {
  const inputsText = begin?.entry.kind === 'begin-step' ? begin.entry.inputs : null
  if (end?.entry.kind !== 'end-step') return { stateText: null, resultText: null, inputsText, exception: null }
  const { state, result, exception } = end.entry
  return { stateText: state, resultText: result, inputsText, exception }
}

// Burr does not always log the state after a step. A step that failed left it as it was; one whose outcome was not recorded
// is followed by a state before the next step, if that logged one of this kind; else nobody knows.
function stateBetween(bodies: LogBodies, previous: StepTableRow, row: StepTableRow, ownState: string | null): string | null {
  if (previous.state_is !== 'after' && row.state_is === 'before') return ownState
  const isUnchanged = previous.status === 'failed' || previous.status === 'abandoned' || previous.status === 'interrupted'
  const place = endPlace(previous)
  if (place === null || (previous.state_is !== 'after' && !isUnchanged)) return null
  const entry = bodies.entryAt(place)?.entry
  return entry?.kind === 'end-step' ? entry.state : null
}

function keyOf(row: StepTableRow): StepKey {
  return { build: row.build, sequenceId: row.sequence_id, attempt: row.attempt }
}

// Lines of unknown types are counted by file only, so the files of the step are asked.
function hasEvents(db: AnyDatabase, row: StepTableRow): boolean {
  if (row.span_count + row.attribute_count + row.streamed > 0) return true
  const objectIds = new Set([row.begin_object_id, row.end_object_id].filter((id) => id !== null))
  return [...objectIds].some((id) => (decodeFacts(readObjectFacts(db, id) ?? '')?.unknownCount ?? 0) > 0)
}

function unknownLinesOf(body: StepBody): StepDetail['unknownLines'] {
  return body.unknown.map(({ objectKey, entry }) => ({
    type: entry.type,
    text: entry.place.text,
    place: { objectKey, line: entry.place.line }
  }))
}

function logPlace(placed: PlacedEntry | null): LogPlace | null {
  return placed === null ? null : { objectKey: placed.objectKey, line: placed.entry.place.line }
}
