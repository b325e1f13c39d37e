import { createHash } from 'node:crypto'
import type { FetchedObject } from './ingest'

/** A run to be built for a test; the writer's clock is five hours behind UTC, as in New York. */
export interface TestRun {
  readonly project?: string
  /** As it stands in the key and, unless `bodyPartition` says otherwise, in the metadata body. */
  readonly partition?: string | null
  readonly appId?: string
  readonly startUs?: number
  readonly steps?: number
  /** How many log files the lines are dealt out to, in order. */
  readonly files?: number
  readonly failAt?: number
  readonly openAt?: number
  readonly forkParent?: TestPointer | null
  readonly spawnParent?: TestPointer | null
  readonly withMetadata?: boolean
  readonly withGraph?: boolean
  /** Characters of text in every state. */
  readonly stateChars?: number
}

/** A parent as a metadata body names it. */
export interface TestPointer {
  readonly appId: string
  readonly sequenceId: number | null
  readonly partitionKey: string | null
}

const behindUs = 5 * 3_600_000_000
/** 2026-11-22T17:58:15.278236Z */
export const testStartUs = 1_795_370_295_278_236

function isoText(us: number): string {
  const seconds = new Date(Math.floor(us / 1_000_000) * 1000).toISOString().slice(0, 19)
  const micros = us % 1_000_000
  return micros === 0 ? seconds : `${seconds}.${String(micros).padStart(6, '0')}`
}

function localText(us: number): string {
  return isoText(us - behindUs)
}

/** A log file's name that is the same for the same seed. */
function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** An object as the bucket gives it; its ETag is the MD5 of the bytes. */
export function testObject(key: string, body: string | Uint8Array, lastModifiedUs: number = testStartUs): FetchedObject {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
  return { listed: { key, sizeBytes: bytes.length, etag, lastModifiedUs }, bytes, metadata: { tracker_id: 'tracker-1' } }
}

/** The key that Burr's client gives an object written at that time. */
export function testKey(run: TestRun, timeUs: number, file: string): string {
  const [day = '', clock = ''] = isoText(timeUs).split('T')
  const hour = `${day.replaceAll('-', '/')}/${clock.slice(0, 2)}/${clock.slice(3)}`
  return `data/${run.project ?? 'demo'}/${hour}/${run.partition ?? '__none__'}/${run.appId ?? 'app-1'}/${file}`
}

const graphBody = JSON.stringify({
  type: 'application',
  entrypoint: 'ask',
  actions: [
    { type: 'action', name: 'ask', reads: [], writes: ['q'], code: 'def ask(state, q): ...', inputs: [], optional_inputs: ['q'] },
    { type: 'action', name: 'reply', reads: ['q'], writes: ['a'], code: 'def reply(state): ...', inputs: [], optional_inputs: [] }
  ],
  transitions: [
    { type: 'transition', from_: 'ask', to: 'reply', condition: 'default' },
    { type: 'transition', from_: 'reply', to: 'ask', condition: 'default' }
  ]
})

function pointerBody(pointer: TestPointer | null | undefined): unknown {
  if (pointer === null || pointer === undefined) return null
  return { type: 'pointer_data', app_id: pointer.appId, sequence_id: pointer.sequenceId, partition_key: pointer.partitionKey }
}

/** The lines of a run's steps as Burr logs them, 250 ms a step. */
export function testLines(run: TestRun): { readonly us: number; readonly text: string }[] {
  const start = (run.startUs ?? testStartUs) + 20_000
  const filler = 'x'.repeat(run.stateChars ?? 20)
  const lines: { us: number; text: string }[] = []
  const add = (us: number, value: unknown) => lines.push({ us, text: JSON.stringify(value) })
  for (let id = 0; id < (run.steps ?? 2); id++) {
    const us = start + id * 250_000
    const action = id % 2 === 0 ? 'ask' : 'reply'
    const state = { __SEQUENCE_ID: id, q: `question ${id}`, filler, __PRIOR_STEP: action }
    add(us, { type: 'begin_entry', start_time: localText(us), action, inputs: { q: id }, sequence_id: id })
    const spanId = `${id}:0`
    const common = { action_sequence_id: id, span_id: spanId }
    add(us + 1000, { type: 'begin_span', start_time: localText(us + 1000), ...common, span_name: 'fetch', parent_span_id: null, span_dependencies: [] })
    add(us + 2000, { type: 'attribute', key: 'top_k', ...common, value: 3, tags: {}, time_logged: `${isoText(us + 2000)}Z` })
    add(us + 3000, { type: 'end_span', end_time: localText(us + 3000), ...common })
    if (run.openAt === id) break
    const failed = run.failAt === id
    const exception = failed ? 'Traceback (most recent call last):\n  File "a.py", line 1, in a\nValueError: no luck\n' : null
    const result = failed ? null : { a: id }
    add(us + 100_000, { type: 'end_entry', end_time: localText(us + 100_000), action, result, exception, state, sequence_id: id })
  }
  return lines
}

/** All objects of a run in key order: graph, metadata and log files. */
export function testRun(run: TestRun = {}): FetchedObject[] {
  const start = run.startUs ?? testStartUs
  const objects: FetchedObject[] = []
  if (run.withGraph !== false) objects.push(testObject(testKey(run, start, 'graph.json'), graphBody))
  if (run.withMetadata !== false) {
    const body = {
      type: 'application_metadata',
      partition_key: run.partition ?? null,
      parent_pointer: pointerBody(run.forkParent),
      spawning_parent_pointer: pointerBody(run.spawnParent)
    }
    objects.push(testObject(testKey(run, start + 10_000, 'metadata.json'), JSON.stringify(body)))
  }
  const lines = testLines(run)
  const fileCount = Math.min(run.files ?? 1, lines.length)
  for (let file = 0; file < fileCount; file++) {
    const part = lines.slice(Math.floor((file * lines.length) / fileCount), Math.floor(((file + 1) * lines.length) / fileCount))
    const flushedUs = (part.at(-1)?.us ?? start) + 5000 + file
    const name = `${uuidOf(`${run.project}/${run.partition}/${run.appId}/${start}/${file}`)}__log.jsonl`
    objects.push(testObject(testKey(run, flushedUs, name), part.map(({ text }) => text).join('\n'), flushedUs))
  }
  return objects
}
