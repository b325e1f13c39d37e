import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '@shared/errors'
import { noPartition, plainPartition, renderKey } from '../burr/key'
import { readMetadata } from '../burr/metadata'
import { toFetched } from './fillWorkspace'
import type { WorkspacePart } from './fillWorkspace'
import { readLocalAnnotations } from './localAnnotations'
import { readLocalLog } from './localLog'
import type { LocalLog } from './localLog'

/** One run in the layout of Burr's local tracker: a folder of its own, or a lone log. */
interface LocalRun {
  readonly folder: string | null
  readonly project: string
  readonly appId: string
  readonly log: string | null
  readonly graph: string | null
  readonly metadata: string | null
}

const files = ['log.jsonl', 'graph.json', 'metadata.json'] as const
const mostFolders = 100_000
const bodyLimitBytes = 64 * 1024 ** 2

/** The runs below a folder of the local tracker: that of a run, of a project, or of all projects. */
export async function* localFolderParts(folder: string, options: { onProgress?(done: number, total: number): void }): AsyncGenerator<WorkspacePart, void, undefined> {
  const runs = findRuns(folder)
  if (runs.length === 0) {
    throw new AppError({ code: 'not-found', message: `${basename(folder)} holds no runs of Burr’s local tracker.`, action: 'Open the folder of a project, like ~/.burr/my-project.' })
  }
  for (const [at, run] of runs.entries()) {
    yield* partsOf(run)
    options.onProgress?.(at + 1, runs.length)
  }
  yield* annotationsOf(runs)
}

/** A lone log; what lies beside it as the local tracker puts it there comes along. */
export async function* localLogParts(path: string): AsyncGenerator<WorkspacePart, void, undefined> {
  const folder = dirname(path)
  const isTracked = basename(path) === 'log.jsonl' && (existsSync(join(folder, 'graph.json')) || existsSync(join(folder, 'metadata.json')))
  const name = basename(path).replace(/\.jsonl$/i, '')
  yield* partsOf(isTracked ? runIn(folder, basename(dirname(folder))) : { folder: null, project: 'opened-file', appId: name === '' ? 'log' : name, log: path, graph: null, metadata: null })
}

function findRuns(folder: string): LocalRun[] {
  if (isRun(folder)) return [runIn(folder, basename(dirname(folder)))]
  const below = foldersIn(folder)
  const runs = below.filter(isRun)
  if (runs.length > 0) return runs.map((each) => runIn(each, basename(folder)))
  return below.flatMap((project) => foldersIn(project).filter(isRun).map((each) => runIn(each, basename(project))))
}

// Links are not followed: a folder that someone sent must not reach out of itself.
function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  if (entries.length > mostFolders) throw new AppError({ code: 'too-large', message: `${basename(folder)} holds more than ${mostFolders} folders.` })
  return entries.map(({ name }) => join(folder, name)).toSorted()
}

function isRun(folder: string): boolean {
  return files.some((name) => isFile(join(folder, name)))
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function runIn(folder: string, project: string): LocalRun {
  const pathOf = (name: (typeof files)[number]): string | null => (isFile(join(folder, name)) ? join(folder, name) : null)
  return { folder, project: project === '' ? 'local' : project, appId: basename(folder), log: pathOf('log.jsonl'), graph: pathOf('graph.json'), metadata: pathOf('metadata.json') }
}

async function* partsOf(run: LocalRun): AsyncGenerator<WorkspacePart, void, undefined> {
  const metadata = run.metadata === null ? null : readBounded(run.metadata)
  const rest = `${partitionOf(run) ?? noPartition}/${run.appId}`
  const log = run.log === null ? null : await readLocalLog(run.log)
  const builtUs = builtAt(run, log)
  const part = (file: string, timeUs: number, bytes: Uint8Array): WorkspacePart => {
    return { object: toFetched({ key: renderKey({ project: run.project, timeUs, rest, file }), bytes, modifiedUs: timeUs, tracker: log === null ? null : `local-${run.appId}` }) }
  }
  if (run.graph !== null) yield part('graph.json', builtUs, readBounded(run.graph))
  // Without any metadata a run has no build to hang its graph on, and Burr always writes one.
  yield part('metadata.json', builtUs + 1000, metadata ?? Buffer.from('{"type":"application_metadata","partition_key":null,"parent_pointer":null,"spawning_parent_pointer":null}'))
  let nth = 0
  for await (const { bytes, timeUs } of log?.pieces() ?? []) yield part(`${uuidOf(`${rest}/${(nth += 1)}`)}__log.jsonl`, timeUs, bytes)
}

function partitionOf({ metadata }: LocalRun): string | null {
  const parsed = metadata === null ? null : readMetadata(readBounded(metadata))
  return parsed?.ok === true ? plainPartition(parsed.value.partitionKey) : null
}

// Burr's local server keeps them in one file beside the runs of a project.
function* annotationsOf(runs: readonly LocalRun[]): Generator<WorkspacePart, void, undefined> {
  for (const folder of new Set(runs.flatMap((run) => (run.folder === null ? [] : [dirname(run.folder)])))) {
    const own = runs.filter((run) => run.folder !== null && dirname(run.folder) === folder)
    const partitions = new Map(own.map((run) => [run.appId, partitionOf(run)]))
    for (const annotation of readLocalAnnotations(join(folder, 'annotations.jsonl'), own[0]?.project ?? '', partitions)) yield { annotation }
  }
}

function builtAt({ graph, metadata }: LocalRun, log: LocalLog | null): number {
  if (log !== null && log.firstUs !== null) return log.firstUs - 1_000_000
  const known = graph ?? metadata
  return known === null ? 0 : Math.floor(lstatSync(known).mtimeMs) * 1000
}

function readBounded(path: string): Uint8Array {
  if (lstatSync(path).size > bodyLimitBytes) throw new AppError({ code: 'too-large', message: `${basename(path)} is larger than ${bodyLimitBytes / 1024 ** 2} MB.` })
  return readFileSync(path)
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
