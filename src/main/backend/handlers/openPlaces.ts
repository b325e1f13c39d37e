import type { OpenPlace } from '@shared/contract/search'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { parseKey } from '../burr/key'
import type { AnyDatabase } from '../database/connection'
import { findRunOfKey, firstStepIn, hasProject, runsByAppId } from '../database/findNamed'
import { nameObject } from '../database/objectName'
import { findObject } from '../database/objects'
import { findRunId } from '../database/readRun'
import { readStepsOfSequence } from '../database/readSteps'

const shortestId = 4
const mostPlaces = 8

/** Where a pasted text leads; nothing when it names nothing of a bucket. */
export function placesOf(db: AnyDatabase, text: string): readonly OpenPlace[] {
  const pasted = text.trim()
  const key = keyIn(pasted)
  if (key !== null) return [placeOfKey(db, key)]
  if (/^https?:\/\//i.test(pasted)) return placeOfUrl(db, pasted)
  if (pasted.length < shortestId || /\s/.test(pasted)) return []
  return runsByAppId(db, pasted, mostPlaces).map((run) => ({ kind: 'run', run, step: null, tab: null }))
}

// s3://bucket/data/…, arn:aws:s3:::bucket/data/… or the key alone.
function keyIn(text: string): string | null {
  const address = /^(?:s3:\/\/|arn:aws[a-z-]*:s3:::)[^/]+\/(.*)$/is.exec(text)
  const key = (address?.[1] ?? text).replace(/\?versionId=[^/]*$/i, '')
  return key.startsWith('data/') || address !== null ? key : null
}

function placeOfKey(db: AnyDatabase, key: string): OpenPlace {
  const parsed = parseKey(key)
  if (parsed.kind !== 'stray') {
    const found = findRunOfKey(db, parsed)
    if (found === null) return { kind: 'unknown', why: `The index has no run ${parsed.appId} of ${parsed.project}. It may not have been indexed yet.` }
    const object = parsed.kind === 'log' ? findObject(db, nameObject(key)) : null
    const step = object === null ? null : firstStepIn(db, found.runId, object.object_id)
    return { kind: 'run', run: found.run, step, tab: step === null ? null : 'raw' }
  }
  // The folder of a run is one object short of a key.
  const folder = parseKey(`${key.replace(/\/+$/, '')}/metadata.json`)
  const found = folder.kind === 'stray' ? null : findRunOfKey(db, folder)
  if (found !== null) return { kind: 'run', run: found.run, step: null, tab: null }
  const project = /^data\/([^/]+)(?:\/|$)/.exec(key)?.[1]
  if (project !== undefined && hasProject(db, project)) return { kind: 'project', project }
  return { kind: 'unknown', why: "This is not the address of one of Burr's runs, or it has not been indexed yet." }
}

function placeOfUrl(db: AnyDatabase, text: string): readonly OpenPlace[] {
  if (!URL.canParse(text)) return []
  const { pathname, searchParams } = new URL(text)
  const [screen, ...parts] = pathname.split('/').filter((part) => part !== '').map(decoded)
  const [project, partition, ...rest] = parts
  if (screen !== 'project' || project === undefined) return []
  if (!hasProject(db, project)) return [{ kind: 'unknown', why: `The index has no project ${project}.` }]
  if (partition === undefined) return [{ kind: 'project', project }]
  // Burr's server writes both for a run without a partition.
  const partitionKey = partition === 'null' || partition === '__none__' ? null : partition
  if (rest.length === 0) return [{ kind: 'project', project, partitionKey }]
  return [placeInRun(db, { project, partitionKey, appId: rest.join('/') }, searchParams)]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

// What the address selects may be a step of a sub-run.
function placeInRun(db: AnyDatabase, run: RunKey, search: URLSearchParams): OpenPlace {
  const asked = locationIn(search.get('sequence_location'))
  const own = asked === null ? null : stepOf(db, { project: run.project, partitionKey: asked.partitionKey, appId: asked.appId }, asked.sequenceId)
  if (own !== null) return { kind: 'run', ...own, tab: search.get('tab') }
  const known = idOf(db, run)
  if (known === null) return { kind: 'unknown', why: `The index has no run ${run.appId} of ${run.project}. It may not have been indexed yet.` }
  return { kind: 'run', run, step: null, tab: search.get('tab') }
}

interface SequenceLocation {
  readonly sequenceId: number
  readonly appId: string
  readonly partitionKey: string | null
}

function locationIn(text: string | null): SequenceLocation | null {
  try {
    const { sequenceId, appId, partitionKey } = JSON.parse(text ?? '') as Partial<Record<keyof SequenceLocation, unknown>>
    if (typeof sequenceId !== 'number' || !Number.isInteger(sequenceId) || typeof appId !== 'string') return null
    return { sequenceId, appId, partitionKey: typeof partitionKey === 'string' && partitionKey !== '__none__' ? partitionKey : null }
  } catch {
    return null
  }
}

function stepOf(db: AnyDatabase, run: RunKey, sequenceId: number): { readonly run: RunKey; readonly step: StepKey | null } | null {
  const runId = idOf(db, run)
  const row = runId === null ? undefined : readStepsOfSequence(db, runId, sequenceId).at(-1)
  return row === undefined ? null : { run, step: { build: row.build, sequenceId, attempt: row.attempt } }
}

function idOf(db: AnyDatabase, run: RunKey): number | null {
  try {
    return findRunId(db, run)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
