import type { LogEntry } from './logEntry'
import { compactJson, dumpsJson, type Values } from './pythonJson'
import type { Random } from './random'
import { keyTime, localText, type Zone } from './wallClock'

/** One object of the bucket, as Burr's client would PUT it at `timeUs` (microseconds since 1970). */
export interface SeedObject {
  readonly key: string
  readonly body: string | Uint8Array
  readonly metadata: Readonly<Record<string, string>>
  readonly timeUs: number
}

/** Another run of the same project, at one of its steps; `sequenceId` null means its latest. */
export interface Pointer {
  readonly appId: string
  readonly sequenceId: number | null
  readonly partitionKey: string | null
}

/** Names one run of a project. */
export interface RunName {
  readonly appId: string
  readonly partitionKey: string | null
}

/** How a tracker is set up. */
export interface TrackerOptions {
  readonly project: string
  readonly zone: Zone
  readonly random: Random
  readonly startUs: number
  readonly put: (object: SeedObject) => void
  readonly flushIntervalMs?: number
  readonly trackerId?: string
  readonly family?: Tracker[]
}

interface Queued {
  readonly run: RunName
  readonly entry: LogEntry
}

/** Stands for one `S3TrackingClient`: names keys, batches log entries and flushes them as its background thread does. */
export class Tracker {
  readonly project: string
  readonly zone: Zone
  readonly trackerId: string
  readonly #options: TrackerOptions
  readonly #intervalUs: number
  #batch: Queued[] = []
  #lastFlushUs: number
  #lastEntryUs: number
  #dead = false

  constructor(options: TrackerOptions) {
    this.#options = options
    this.project = options.project
    this.zone = options.zone
    this.#intervalUs = (options.flushIntervalMs ?? 5000) * 1000
    this.#lastFlushUs = options.startUs
    this.#lastEntryUs = options.startUs
    this.trackerId = options.trackerId ?? `${localText(options.startUs, options.zone)}-${options.random.uuid()}`
    options.family?.push(this)
  }

  /** A tracker for a spawned run: the same id, a queue of its own. */
  copy(nowUs: number): Tracker {
    return new Tracker({ ...this.#options, startUs: nowUs, trackerId: this.trackerId })
  }

  /** Writes `graph.json` at that time; 4 to 20 ms pass, which are returned. */
  putGraph(run: RunName, graph: unknown, timeUs: number): number {
    this.#put(run, 'graph.json', compactJson(graph), {}, timeUs)
    return 4 + this.#options.random.next() * 16
  }

  /** Writes `metadata.json` at that time; 4 to 20 ms pass, which are returned. */
  putMetadata(run: RunName, parent: Pointer | null, spawnedBy: Pointer | null, timeUs: number): number {
    const body = {
      type: 'application_metadata',
      partition_key: run.partitionKey,
      parent_pointer: pointerModel(parent),
      spawning_parent_pointer: pointerModel(spawnedBy)
    }
    const metadata = { parent_pointer: pointerHeader(parent), spawning_parent_pointer: pointerHeader(spawnedBy) }
    this.#put(run, 'metadata.json', compactJson(body), metadata, timeUs)
    return 4 + this.#options.random.next() * 16
  }

  /** Queues an entry; the flushes which that brings about are written. */
  log(run: RunName, entry: LogEntry): void {
    if (this.#dead) return
    this.#flushIfSilentUntil(entry.timeUs)
    this.#batch.push({ run, entry })
    this.#lastEntryUs = Math.max(this.#lastEntryUs, entry.timeUs)
    if (this.#batch.length >= 10_000 || entry.timeUs - this.#lastFlushUs >= this.#intervalUs) this.#flush(entry.timeUs)
  }

  /** The program goes on living long enough for the last flush. */
  finish(): void {
    if (!this.#dead && this.#batch.length > 0) this.#flush(this.#lastEntryUs + this.#intervalUs)
  }

  /** The program ends now in good order: what is queued is flushed at once. */
  exit(nowUs: number): void {
    if (this.#dead) return
    this.#flushIfSilentUntil(nowUs)
    if (this.#batch.length > 0) this.#flush(nowUs)
    this.#dead = true
  }

  /** The program is killed now: what is queued is lost, and nothing more is ever written. */
  kill(nowUs: number): void {
    this.#flushIfSilentUntil(nowUs)
    this.#batch = []
    this.#dead = true
  }

  #flushIfSilentUntil(nowUs: number): void {
    const timeoutUs = this.#lastEntryUs + this.#intervalUs
    if (this.#batch.length > 0 && timeoutUs < nowUs) this.#flush(timeoutUs)
  }

  #flush(nowUs: number): void {
    let timeUs = nowUs
    for (const { run, entries } of groupByRun(this.#batch)) {
      timeUs += this.#options.random.int(300, 2500)
      const ids = entries.map((entry) => entry.sequenceId)
      this.#put(run, `${this.#options.random.uuid()}__log.jsonl`, entries.map((entry) => entry.line ?? compactJson(entry.fields)).join('\n'), {
        min_sequence_id: String(ids.reduce((a, b) => Math.min(a, b))),
        max_sequence_id: String(ids.reduce((a, b) => Math.max(a, b)))
      }, timeUs)
      timeUs += this.#options.random.int(5000, 30_000)
    }
    this.#batch = []
    this.#lastFlushUs = nowUs
  }

  #put(run: RunName, file: string, body: string, metadata: Record<string, string>, timeUs: number): void {
    const partition = run.partitionKey === null || run.partitionKey === '' ? '__none__' : run.partitionKey
    this.#options.put({
      key: `data/${this.project}/${keyTime(timeUs)}/${partition}/${run.appId}/${file}`,
      body,
      metadata: { ...metadata, tracker_id: this.trackerId },
      timeUs
    })
  }
}

function groupByRun(batch: readonly Queued[]): { run: RunName; entries: LogEntry[] }[] {
  const groups = new Map<string, { run: RunName; entries: LogEntry[] }>()
  for (const { run, entry } of batch) {
    const name = JSON.stringify([run.appId, run.partitionKey])
    const group = groups.get(name)
    if (group === undefined) groups.set(name, { run, entries: [entry] })
    else group.entries.push(entry)
  }
  return [...groups.values()]
}

function pointerModel(pointer: Pointer | null): Values | null {
  if (pointer === null) return null
  return { type: 'pointer_data', app_id: pointer.appId, sequence_id: pointer.sequenceId, partition_key: pointer.partitionKey }
}

function pointerHeader(pointer: Pointer | null): string {
  if (pointer === null) return 'None'
  return dumpsJson({ app_id: pointer.appId, partition_key: pointer.partitionKey, sequence_id: pointer.sequenceId })
}
