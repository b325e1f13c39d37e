import { assembleRun } from '../burr/assemble'
import type { RunBody, StepBody } from '../burr/assemble'
import { decodeFacts } from '../burr/factsCode'
import { compareKeys, parseKey } from '../burr/key'
import type { AnyDatabase } from '../database/connection'
import { readFoldInput } from '../database/readFold'
import { readRunObjects } from '../database/runObjects'
import type { RunObject } from '../database/runObjects'
import type { StepTableRow } from '../database/readSteps'
import type { LogBodies } from './logBodies'

/** Files behind the one with a step's end that may still hold lines of it: spans end, and streams, after their step. */
const filesBehind = 4

interface TimedObject extends RunObject {
  readonly timeUs: number
}

/** A run put together from the bodies that are here. */
export function assembleAll(db: AnyDatabase, runId: number, bodies: LogBodies): RunBody {
  const objects = readRunObjects(db, runId)
  return assembleOf(db, objects, objects, bodies)
}

function assembleOf(db: AnyDatabase, all: readonly RunObject[], logs: readonly RunObject[], bodies: LogBodies): RunBody {
  const { graphs, metadata, selfTransitions } = readFoldInput(db, all.filter(({ kind }) => kind !== 'log'))
  const logFiles = logs.filter(({ kind }) => kind === 'log').flatMap((object) => bodies.file(object) ?? [])
  return assembleRun({ graphs, metadata, selfTransitions: selfTransitions ?? null, logFiles })
}

/** The bodies of some steps, reading only the files that can hold lines of them; a step whose files are not here is left out. */
export function assembleSteps(
  db: AnyDatabase,
  runId: number,
  steps: readonly StepTableRow[],
  bodies: LogBodies
): Map<StepTableRow, StepBody> {
  const objects = readRunObjects(db, runId)
  const logs = inOrder(objects)
  const chosen = filesOf(logs, steps)
  const hasDoubt = chosen.some(({ facts }) => decodeFacts(facts)?.clock.sure === false)
  // A doubtful clock is settled by its neighbours, so all of them are needed.
  if (!hasDoubt) {
    const found = match(assembleOf(db, objects, chosen, bodies), steps, logs)
    if (found.size === steps.length || chosen.length === logs.length) return found
  }
  return match(assembleOf(db, objects, logs, bodies), steps, logs)
}

function inOrder(objects: readonly RunObject[]): TimedObject[] {
  const timed = objects.filter(({ kind }) => kind === 'log').flatMap((object) => {
    const key = parseKey(object.key)
    return key.kind === 'stray' ? [] : [{ ...object, timeUs: key.timeUs }]
  })
  return timed.toSorted((a, b) => a.timeUs - b.timeUs || compareKeys(a.key, b.key))
}

function filesOf(logs: readonly TimedObject[], steps: readonly StepTableRow[]): TimedObject[] {
  const places = new Map(logs.map(({ objectId }, place) => [objectId, place]))
  const chosen = new Set<TimedObject>()
  for (const step of steps) {
    const begin = step.begin_object_id === null ? undefined : places.get(step.begin_object_id)
    const end = step.end_object_id === null ? undefined : places.get(step.end_object_id)
    const first = Math.min(begin ?? Infinity, end ?? Infinity)
    // A step without an end may have lines in every later file.
    const last = end === undefined ? logs.length : Math.max(begin ?? 0, end) + filesBehind
    if (Number.isFinite(first)) for (const object of logs.slice(first, last + 1)) chosen.add(object)
  }
  return logs.filter((object) => chosen.has(object))
}

function placeName(key: string | undefined, line: number | null): string {
  return `${line} ${key}`
}

// Builds are numbered over the whole run; in a part of it a step is found again by where its lines stand.
function match(
  body: RunBody,
  steps: readonly StepTableRow[],
  logs: readonly TimedObject[]
): Map<StepTableRow, StepBody> {
  const byPlace = new Map<string, StepBody>()
  for (const step of body.steps) {
    const place = step.fact.begin ?? step.fact.end
    if (place !== null) byPlace.set(placeName(place.objectKey, place.line), step)
  }
  const keys = new Map(logs.map(({ objectId, key }) => [objectId, key]))
  const found = new Map<StepTableRow, StepBody>()
  for (const step of steps) {
    const objectId = step.begin_object_id ?? step.end_object_id
    const line = step.begin_object_id === null ? step.end_line : step.begin_line
    const stepBody = byPlace.get(placeName(keys.get(objectId ?? -1), line))
    if (stepBody !== undefined) found.set(step, stepBody)
  }
  return found
}
