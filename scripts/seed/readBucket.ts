import { census } from './census'
import type { SeedObject } from './tracker'

/** One log entry, read back. */
export interface ReadEntry {
  readonly fields: Readonly<Record<string, unknown>>
  readonly file: number
}

/** What a `metadata.json` says. */
export interface ReadMetadata {
  readonly project: string
  readonly run: string
  readonly parent: ReadPointer | null
  readonly spawnedBy: ReadPointer | null
  readonly headers: Readonly<Record<string, string>>
}

/** A pointer in the body of a `metadata.json`. */
export interface ReadPointer {
  readonly app_id: string
  readonly sequence_id: number | null
  readonly partition_key: string | null
}

/** A run, put together from its objects in the order of their keys' times. */
export interface ReadRun {
  readonly project: string
  readonly partitionKey: string | null
  readonly appId: string
  readonly entries: ReadEntry[]
  actions: string[]
  graphs: number
  metadata: number
  files: number
  lastUs: number
}

/** A log file. */
export interface ReadFile {
  readonly timeUs: number
  readonly lastNaiveUs: number | undefined
  readonly sequenceIds: readonly number[]
  readonly metadata: Readonly<Record<string, string>>
  readonly lines: number
}

/** A generated bucket read back by rules of its own, so that tests do not ask the generator what it meant. */
export interface ReadBucket {
  readonly objects: readonly SeedObject[]
  readonly strayKeys: readonly string[]
  readonly projects: ReadonlySet<string>
  readonly runs: ReadonlyMap<string, ReadRun>
  readonly entries: readonly ReadEntry[]
  readonly files: readonly ReadFile[]
  readonly metadata: readonly ReadMetadata[]
  readonly badLines: number
  census(): Record<string, number>
}

const KEY = /^data\/(?<project>[^/]+)\/(?<time>\d{4}\/(?:0[1-9]|1[0-2])\/\d\d\/\d\d\/\d\d:\d\d(?:\.\d{6})?)\/(?<rest>.+)\/(?<file>graph\.json|metadata\.json|[0-9a-f-]{36}__log\.jsonl)$/

/** Reads a bucket; partitions are taken from the bodies of `metadata.json`. */
export function readBucket(source: Iterable<SeedObject>): ReadBucket {
  const objects = [...source]
  const strayKeys: string[] = []
  const runs = new Map<string, ReadRun>()
  const metadata: ReadMetadata[] = []
  const files: ReadFile[] = []
  const entries: ReadEntry[] = []
  let badLines = 0
  const partitions = new Map<string, string | null>()
  for (const object of objects) {
    const { project, rest } = parse(object.key) ?? {}
    if (rest === undefined || !object.key.endsWith('metadata.json')) continue
    partitions.set(`${project} ${rest}`, (JSON.parse(String(object.body)) as { partition_key: string | null }).partition_key)
  }
  for (const object of objects) {
    const key = parse(object.key)
    if (key === undefined) {
      strayKeys.push(object.key)
      continue
    }
    const run = runOf(runs, key, partitions)
    run.lastUs = Math.max(run.lastUs, object.timeUs)
    const body = String(object.body)
    if (key.file === 'graph.json') {
      run.graphs++
      run.actions = [...new Set([...run.actions, ...(JSON.parse(body) as { actions: { name: string }[] }).actions.map((action) => action.name)])]
    } else if (key.file === 'metadata.json') {
      run.metadata++
      const model = JSON.parse(body) as { parent_pointer: ReadPointer | null; spawning_parent_pointer: ReadPointer | null }
      metadata.push({ project: key.project, run: nameOf(run), parent: model.parent_pointer, spawnedBy: model.spawning_parent_pointer, headers: object.metadata })
    } else {
      const read = readLines(body, files.length)
      badLines += read.bad
      run.files++
      run.entries.push(...read.entries)
      for (const entry of read.entries) entries.push(entry)
      files.push({ timeUs: timeOf(key.time), lastNaiveUs: lastNaive(read.entries), sequenceIds: sequenceIds(read.entries), metadata: object.metadata, lines: read.entries.length })
    }
  }
  const bucket = { objects, strayKeys, projects: new Set([...runs.values()].map((run) => run.project)), runs, entries, files, metadata, badLines }
  return { ...bucket, census: () => census(bucket) }
}

interface Key {
  readonly project: string
  readonly time: string
  readonly rest: string
  readonly file: string
}

function parse(key: string): Key | undefined {
  return KEY.exec(key)?.groups as Key | undefined
}

function runOf(runs: Map<string, ReadRun>, key: Key, partitions: ReadonlyMap<string, string | null>): ReadRun {
  const at = key.rest.lastIndexOf('/')
  const known = partitions.get(`${key.project} ${key.rest}`)
  const inKey = key.rest.slice(0, at)
  const partitionKey = known === undefined ? (inKey === '__none__' ? null : inKey) : known
  const run = { project: key.project, partitionKey, appId: key.rest.slice(at + 1), entries: [], actions: [], graphs: 0, metadata: 0, files: 0, lastUs: 0 }
  const found = runs.get(nameOf(run))
  if (found === undefined) runs.set(nameOf(run), run)
  return found ?? run
}

function nameOf(run: { project: string; partitionKey: string | null; appId: string }): string {
  return JSON.stringify([run.project, run.partitionKey, run.appId])
}

function readLines(body: string, file: number): { entries: ReadEntry[]; bad: number } {
  const entries: ReadEntry[] = []
  let bad = 0
  for (const line of body.split('\n')) {
    try {
      const fields = JSON.parse(line) as Record<string, unknown>
      if (typeof fields['type'] !== 'string') throw new Error('no type')
      entries.push({ fields, file })
    } catch {
      bad++
    }
  }
  return { entries, bad }
}

function sequenceIds(entries: readonly ReadEntry[]): number[] {
  return entries.map((entry) => Number(entry.fields['sequence_id'] ?? entry.fields['action_sequence_id']))
}

function lastNaive(entries: readonly ReadEntry[]): number | undefined {
  const times = entries
    .filter((entry) => ['begin_entry', 'end_entry', 'begin_span', 'end_span'].includes(String(entry.fields['type'])))
    .map((entry) => textToUs(String(entry.fields['start_time'] ?? entry.fields['end_time'])))
  return times.length === 0 ? undefined : Math.max(...times)
}

function timeOf(time: string): number {
  const [year, month, day, hour, rest] = time.split('/')
  return textToUs(`${year}-${month}-${day}T${hour}:${rest}`)
}

function textToUs(text: string): number {
  const [seconds = '', micros = '0'] = text.split('.')
  return Date.parse(`${seconds}Z`) * 1000 + Number(micros)
}
