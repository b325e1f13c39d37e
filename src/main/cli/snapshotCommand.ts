import { mkdirSync } from 'node:fs'
import { AppError, assertNever } from '@shared/errors'
import type { SnapshotProgress, SnapshotRow } from '@shared/model/snapshot'
import { connect } from '../backend/aws/connect'
import type { Bucket } from '../backend/bucket/bucket'
import { takeInstanceLock } from '../backend/database/instanceLock'
import { closeDatabase, openReader, openWriter } from '../backend/database/open'
import { appVersion } from '../backend/snapshot/appVersion'
import { openInstallation } from '../backend/snapshot/installation'
import type { Installation } from '../backend/snapshot/installation'
import { listSnapshots, readSnapshot, readSnapshots } from '../backend/snapshot/listSnapshots'
import type { KnownSnapshot, ListContext } from '../backend/snapshot/listSnapshots'
import { builtPrograms } from '../backend/snapshot/programs'
import { publishSnapshot } from '../backend/snapshot/publish'
import { adoptIndex, prepareRestore } from '../backend/snapshot/restore'
import { pruneSnapshots } from '../backend/snapshot/retention'
import { tidyWorkspace } from '../backend/snapshot/workFolder'
import { workspaceFolder } from '../backend/workspace'
import type { CommandContext } from './command'
import { exitCodes } from './exitCode'
import { isoText, table } from './table'

/** `snapshot create | list | restore | prune`. */
export async function snapshotCommand(context: CommandContext): Promise<number> {
  if (context.settings.bucket === '') {
    throw new AppError({ code: 'not-configured', message: 'No bucket is given.', action: 'Name one with --bucket, in BURR_S3_BUCKET or in the settings.' })
  }
  const connection = await connect(context.settings, { environment: context.env })
  const desk: Desk = {
    context,
    bucket: connection.bucket,
    workspace: workspaceFolder(context.dataFolder, context.settings),
    installation: openInstallation(context.dataFolder)
  }
  try {
    return await carryOut(desk)
  } finally {
    connection.close()
  }
}

interface Desk {
  readonly context: CommandContext
  readonly bucket: Bucket
  readonly workspace: string
  readonly installation: Installation
}

async function carryOut(desk: Desk): Promise<number> {
  const { verb } = desk.context.options
  switch (verb) {
    case 'create':
      return await create(desk)
    case 'list':
      return await list(desk)
    case 'restore':
      return await restore(desk)
    case 'prune':
      return await prune(desk)
    case undefined:
      throw new AppError({ code: 'invalid-input', message: 'Nothing is said of what to do with snapshots.' })
    default:
      return assertNever(verb)
  }
}

// An app that has the index open may go on writing meanwhile.
async function create({ context, bucket, workspace, installation }: Desk): Promise<number> {
  closeDatabase(openReader(workspace))
  const { signal } = context
  const { row } = await publishSnapshot({ workspace, bucket, installation, signal, programs: builtPrograms(context.startChild), appVersion: appVersion(), onProgress: progress(context) })
  const removed = await pruneSnapshots(bucket, { installId: installation.installId, keep: context.settings.priorSnapshotsToKeep, signal })
  context.print({ json: () => JSON.stringify({ snapshot: row, removed }), words: () => `${words([row])}${removed.length} older ones removed\n` })
  return exitCodes.done
}

async function list(desk: Desk): Promise<number> {
  const found = await listSnapshots(listing(desk))
  desk.context.print({ json: () => JSON.stringify(found), words: () => words(found.snapshots) })
  for (const { folder, why } of found.leftovers) desk.context.say(`${folder}: ${why}`)
  return exitCodes.done
}

async function prune({ context, bucket, installation }: Desk): Promise<number> {
  const removed = await pruneSnapshots(bucket, { installId: installation.installId, keep: context.settings.priorSnapshotsToKeep, signal: context.signal })
  context.print({ json: () => JSON.stringify({ removed }), words: () => `${removed.map((key) => `${key}\n`).join('')}${removed.length} removed\n` })
  return exitCodes.done
}

async function restore(desk: Desk): Promise<number> {
  const { context, bucket, workspace } = desk
  mkdirSync(workspace, { recursive: true, mode: 0o700 })
  const lock = takeInstanceLock(workspace)
  let done: { row: SnapshotRow; bodies: { here: number; missing: number } } | null = null
  try {
    const { manifest, row } = await chosen(desk)
    const prepared = await prepareRestore({ workspace, bucket, manifest, isOwn: row.isOwn, programs: builtPrograms(context.startChild), signal: context.signal, onProgress: progress(context) })
    adoptIndex(workspace, prepared)
    done = { row, bodies: prepared.bodies }
  } finally {
    lock.close()
  }
  // The index that was replaced goes only when the new one could be opened.
  const db = openWriter(workspace)
  tidyWorkspace(workspace)
  closeDatabase(db)
  const { row, bodies } = done
  context.print({ json: () => JSON.stringify({ snapshot: row, bodies }), words: () => `${words([row])}${bodies.here} bodies are here, ${bodies.missing} are not\n` })
  context.say('Run “verify” to compare the index with the bucket.')
  return exitCodes.done
}

async function chosen(desk: Desk): Promise<KnownSnapshot> {
  const { key } = desk.context.options
  const found = key === undefined ? (await readSnapshots(listing(desk))).snapshots.find(({ row }) => row.problem === null) : await readSnapshot(key, listing(desk))
  if (found === undefined) throw new AppError({ code: 'not-found', message: 'The bucket has no snapshot that this program can restore.' })
  if (found.row.problem !== null) throw new AppError({ code: 'damaged', message: found.row.problem })
  return found
}

function listing({ context, bucket, installation }: Desk): ListContext {
  return { bucket, installation, signal: context.signal }
}

function progress(context: CommandContext): (progress: SnapshotProgress) => void {
  if (!context.options.progress) return () => undefined
  let said = ''
  return ({ phase, doneBytes, totalBytes }) => {
    const line = totalBytes === 0 ? phase : `${phase} ${Math.round((doneBytes / totalBytes) * 100)} %`
    if (line !== said) context.say(line)
    said = line
  }
}

function words(rows: readonly SnapshotRow[]): string {
  const cells = rows.map((row) => [
    isoText(row.takenUs).slice(0, 19), row.isOwn ? `${row.computer} (this one)` : row.computer, row.runs, row.steps, row.sizeBytes,
    row.completeAsOfUs === null ? 'not complete' : isoText(row.completeAsOfUs).slice(0, 19), row.problem ?? ''
  ])
  const keys = rows.map(({ key }) => `${key}\n`).join('')
  return `${table(['taken (UTC)', 'by', 'runs', 'steps', 'bytes', 'complete as of', 'problem'], cells)}${keys}`
}
