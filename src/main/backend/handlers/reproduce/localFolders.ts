import { createHash } from 'node:crypto'
import type { LocalFolders, LocalRunFolder } from '@shared/contract/reproduce'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import { byKeyTime } from '../../burr/builds'
import { parseKey } from '../../burr/key'
import { folderName, localChildren, localLog, projectFolderName } from '../../burr/localFolder'
import { bodyText } from '../../burr/readBody'
import type { AnyDatabase } from '../../database/connection'
import { readSpawned } from '../../database/insightRuns'
import { readChildren } from '../../database/readFamily'
import { findRunId, readRunKey } from '../../database/readRun'
import { readRunObjects } from '../../database/runObjects'
import type { RunObject } from '../../database/runObjects'
import { LogBodies } from '../logBodies'
import { assembleAll } from '../stepBodies'

const mostRuns = 200
const mostBytes = 128 * 1024 * 1024
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The files of one build of a run and of the runs it started, as Burr's local tracker has them. */
export function localFolders(db: AnyDatabase, run: RunKey, build: number): LocalFolders {
  const runId = findRunId(db, run)
  const { runIds, hasMore } = readSpawned(db, runId, mostRuns)
  const first = folderOf(db, runId, build)
  if (first === null) {
    throw new AppError({ code: 'body-missing', message: 'Not all log files of this run are on this computer.', action: 'Fetch them from the bucket first.' })
  }
  const runs = [first]
  let size = sizeOf(first)
  let leftOut = hasMore ? 1 : 0
  for (const below of runIds.slice(1)) {
    const folder = size > mostBytes ? null : folderOf(db, below, null)
    if (folder === null) leftOut++
    else {
      runs.push(folder)
      size += sizeOf(folder)
    }
  }
  if (sizeOf(first) > mostBytes) throw new AppError({ code: 'too-large', message: 'The logs of this run take more than 128 MB, which is too much to write in one go.' })
  return { project: projectFolderName(run.project, hashOf), runs, leftOut }
}

const sizeOf = ({ files }: LocalRunFolder): number => files.reduce((sum, { text }) => sum + text.length, 0)

// `null` = its last build; a run of several builds has a folder each, because Burr's local tracker knows no builds.
function folderOf(db: AnyDatabase, runId: number, wanted: number | null): LocalRunFolder | null {
  const run = readRunKey(db, runId)
  const objects = readRunObjects(db, runId)
  const bodies = new LogBodies(db)
  if (objects.some((object) => object.kind === 'log' && bodies.bytes(object) === null)) return null
  const body = assembleAll(db, runId, bodies)
  const { builds } = body.run
  const build = builds.find((each) => each.build === wanted) ?? builds.at(-1)
  const textOf = (key: string | null | undefined): string | null => {
    const object = objects.find((each) => each.key === key)
    const bytes = object === undefined ? null : bodies.bytes(object)
    return bytes === null ? null : bodyText(bytes)
  }
  const log = localLog(body, build?.build ?? 0, orderOf(objects))
  const children = localChildren(startedBy(db, runId))
  const graph = textOf(build?.graphKey)
  const metadata = textOf(build?.metadataKey) ?? JSON.stringify({ type: 'application_metadata', partition_key: run.partitionKey })
  const suffix = builds.length > 1 ? `-build-${(build?.build ?? 0) + 1}` : ''
  return {
    folder: folderName(`${run.appId}${suffix}`, hashOf),
    files: [
      ...(graph === null ? [] : [{ name: 'graph.json', text: graph }]),
      { name: 'metadata.json', text: metadata },
      { name: 'log.jsonl', text: log },
      ...(children === '' ? [] : [{ name: 'children.jsonl', text: children }])
    ],
    lastTimeUs: body.run.summary.lastTimeUs
  }
}

function orderOf(objects: readonly RunObject[]): ReadonlyMap<string, number> {
  const timed = objects.map(({ key }) => {
    const parsed = parseKey(key)
    return { key, timeUs: parsed.kind === 'stray' ? 0 : parsed.timeUs }
  })
  return new Map(byKeyTime(timed).map(({ key }, at) => [key, at]))
}

function startedBy(db: AnyDatabase, runId: number) {
  return readChildren(db, runId, 0).map(({ run, kind, sequenceId, timeUs }) => ({ folder: folderName(run.appId, hashOf), partitionKey: run.partitionKey, kind, sequenceId, timeUs }))
}
