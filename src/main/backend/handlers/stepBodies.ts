import { assembleRun } from '../burr/assemble'
import type { RunBody, StepBody } from '../burr/assemble'
import { compareKeys, parseKey } from '../burr/key'
import type { AnyDatabase } from '../database/connection'
import { readFoldInput } from '../database/readFold'
import { readLogNames, readObjectName, readRunObjects } from '../database/runObjects'
import type { LogName } from '../database/runObjects'
import type { StepTableRow } from '../database/readSteps'
import type { LogBodies } from './logBodies'

/** How many files behind the one with a step's end are read for lines of it: spans end, and streams, after their step. */
const filesBehind = [0, 4, Infinity]

interface TimedLog extends LogName {
  readonly timeUs: number
}

/** A run put together from the bodies that are here. */
export function assembleAll(db: AnyDatabase, runId: number, bodies: LogBodies): RunBody {
  const objects = readRunObjects(db, runId)
  const { graphs, metadata, selfTransitions } = readFoldInput(db, objects.filter(({ kind }) => kind !== 'log'))
  const logFiles = objects.filter(({ kind }) => kind === 'log').flatMap((object) => bodies.file(object) ?? [])
  return assembleRun({ graphs, metadata, selfTransitions: selfTransitions ?? null, logFiles })
}

/** The bodies of some steps, reading only the files that hold lines of them; a step whose files are not here is left out. */
export function assembleSteps(
  db: AnyDatabase,
  runId: number,
  steps: readonly StepTableRow[],
  bodies: LogBodies
): Map<StepTableRow, StepBody> {
  const own = ownFiles(db, steps)
  const near = own === null ? null : assembleFrom(own, steps, bodies)
  if (near?.isWhole === true) return near.found
  const logs = inOrder(readLogNames(db, runId))
  for (const behind of filesBehind) {
    const files = filesOf(logs, steps, behind)
    const wider = assembleFrom(files, steps, bodies)
    if (wider.isWhole || files.length === logs.length) return wider.found
  }
  return near?.found ?? new Map<StepTableRow, StepBody>()
}

// Most steps begin and end in one file; then no other needs to be named.
function ownFiles(db: AnyDatabase, steps: readonly StepTableRow[]): LogName[] | null {
  const ids = new Set<number>()
  for (const { begin_object_id: begin, end_object_id: end } of steps) {
    if (begin === null || begin !== end) return null
    ids.add(begin)
  }
  return [...ids].flatMap((objectId) => {
    const name = readObjectName(db, objectId)
    return name === null ? [] : [{ objectId, ...name }]
  })
}

interface Assembled {
  readonly found: Map<StepTableRow, StepBody>
  /** Whether all lines that the index counted were there. */
  readonly isWhole: boolean
}

function assembleFrom(logs: readonly LogName[], steps: readonly StepTableRow[], bodies: LogBodies): Assembled {
  const files = logs.flatMap((log) => bodies.file(log) ?? [])
  const found = match(assembleRun({ graphs: [], metadata: [], logFiles: files }), steps, logs)
  // A doubtful clock is settled by its neighbours, so all of them are needed.
  const isSure = files.every(({ key }) => bodies.isClockSure(key))
  return { found, isWhole: isSure && steps.every((step) => isWhole(step, found.get(step))) }
}

function isWhole(step: StepTableRow, body: StepBody | undefined): boolean {
  if (body === undefined) return false
  const begun = body.spans.filter(({ begin }) => begin !== null)
  const isCounted = begun.length === step.span_count && body.attributes.length === step.attribute_count
  const isStreamOver = step.streamed === 0 || body.streams.some(({ entry }) => entry.kind === 'end-stream')
  return isCounted && isStreamOver && begun.every(({ end }) => end !== null)
}

function inOrder(names: readonly LogName[]): TimedLog[] {
  const timed = names.flatMap((name) => {
    const key = parseKey(name.key)
    return key.kind === 'stray' ? [] : [{ ...name, timeUs: key.timeUs }]
  })
  return timed.toSorted((a, b) => a.timeUs - b.timeUs || compareKeys(a.key, b.key))
}

function filesOf(logs: readonly TimedLog[], steps: readonly StepTableRow[], behind: number): TimedLog[] {
  if (behind === Infinity) return [...logs]
  const places = new Map(logs.map(({ objectId }, place) => [objectId, place]))
  const chosen = new Set<TimedLog>()
  for (const step of steps) {
    const begin = step.begin_object_id === null ? undefined : places.get(step.begin_object_id)
    const end = step.end_object_id === null ? undefined : places.get(step.end_object_id)
    const first = Math.min(begin ?? Infinity, end ?? Infinity)
    const last = Math.max(begin ?? 0, end ?? 0) + behind
    if (Number.isFinite(first)) for (const log of logs.slice(first, last + 1)) chosen.add(log)
  }
  return logs.filter((log) => chosen.has(log))
}

function placeName(key: string | undefined, line: number | null): string {
  return `${line} ${key}`
}

// Builds are numbered over the whole run; in a part of it a step is found again by where its lines stand.
function match(
  body: RunBody,
  steps: readonly StepTableRow[],
  logs: readonly LogName[]
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
