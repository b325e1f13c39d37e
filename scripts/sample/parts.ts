import { attemptsRun } from './attempts'
import { generate } from '../seed/generate'
import { readBucket } from '../seed/readBucket'
import type { SeedObject } from '../seed/tracker'

/** One run by Burr's names. */
export interface SampleRun {
  readonly project: string
  readonly partitionKey: string | null
  readonly appId: string
}

/** What the sample is made of; all of it follows from these numbers. */
export interface SampleParts {
  readonly objects: readonly SeedObject[]
  readonly runs: number
  /** A run that failed, its last failing step, and what is said of it. */
  readonly focus: { readonly run: SampleRun; readonly sequenceId: number; readonly action: string }
}

const options = { seed: 'sample-4', runs: 140, nowUs: Date.UTC(2026, 10, 20, 16, 30) * 1000, days: 12, strays: false }

/** Generates the runs of the sample: the same for everybody, whenever it is made. */
export function sampleParts(): SampleParts {
  const attempts = attemptsRun(options.nowUs - 7_200_000_000)
  const objects = [...generate(options), ...attempts].filter(({ key }) => key.startsWith('data/') && /(?:graph\.json|metadata\.json|__log\.jsonl)$/.test(key)).toSorted((a, b) => a.timeUs - b.timeUs)
  const bucket = readBucket(objects)
  return { objects, runs: bucket.runs.size, focus: chooseFocus(objects) }
}

interface Failure {
  readonly sequenceId: number
  readonly action: string
}

// The newest run of the support bot that failed in a chain of exceptions: most is to be seen there.
function chooseFocus(objects: readonly SeedObject[]): SampleParts['focus'] {
  for (const { key, body } of objects.toReversed()) {
    const match = /^data\/support-bot\/\d{4}\/\d\d\/\d\d\/\d\d\/[^/]+\/([^/]+)\/([^/]+)\/[^/]+__log\.jsonl$/.exec(key)
    const failure = match === null ? null : lastFailure(String(body))
    const [, partition = '', appId = ''] = match ?? []
    if (failure !== null) return { run: { project: 'support-bot', partitionKey: partition === '__none__' ? null : partition, appId }, ...failure }
  }
  throw new Error('no run of the sample failed')
}

function lastFailure(log: string): Failure | null {
  for (const line of log.split('\n').toReversed()) {
    if (!line.includes('direct cause')) continue
    const entry = JSON.parse(line) as { type: string; exception: string | null; sequence_id: number; action: string }
    if (entry.type === 'end_entry' && entry.exception !== null) return { sequenceId: entry.sequence_id, action: entry.action }
  }
  return null
}
