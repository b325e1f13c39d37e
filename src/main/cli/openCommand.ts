import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { RunRow } from '@shared/model/run'
import type { ServerReport } from '@shared/model/portable'
import type { ReadDatabase } from '../backend/database/connection'
import { closeDatabase, openReader } from '../backend/database/open'
import { readAllRunKeys } from '../backend/database/portableReads'
import { findRunId, readRunRow, rowToRun } from '../backend/database/readRun'
import { kindOfPath } from '../backend/portable/kindOfPath'
import { openFile } from '../backend/portable/openFile'
import { reportServer } from '../backend/portable/reportServer'
import { builtPrograms } from '../backend/snapshot/programs'
import { workspaceFolder } from '../backend/workspace'
import type { CommandContext } from './command'
import { exitCodes } from './exitCode'
import { isoText, table } from './table'

const mostRuns = 100_000

/** `open`: says what a file or folder holds, after it was looked through as the window does; nothing of it is kept. */
export async function openCommand(context: CommandContext): Promise<number> {
  const path = resolve(context.options.path ?? '')
  if ((await kindOfPath(path)) === 'server-database') return await tellServer(context, path)
  const parent = mkdtempSync(join(tmpdir(), 'burr-open-'))
  try {
    const folder = join(parent, randomBytes(4).toString('hex'))
    mkdirSync(folder, { mode: 0o700 })
    const facts = await openFile(path, folder, { signal: context.signal, withWords: false })
    const db = openReader(folder)
    try {
      const runs = rowsOf(db)
      context.print({ json: () => JSON.stringify({ ...facts, runs }), words: () => words(facts.note, runs) })
    } finally {
      closeDatabase(db)
    }
    if (facts.missing > 0) context.say(`${facts.missing} objects were not on the disk of its writer.`)
    return exitCodes.done
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

function rowsOf(db: ReadDatabase): RunRow[] {
  const nowUs = Date.now() * 1000
  return readAllRunKeys(db, mostRuns).map((run) => rowToRun(readRunRow(db, findRunId(db, run)), nowUs))
}

function words(note: string, runs: readonly RunRow[]): string {
  const rows = runs.map((run) => [run.project, run.appId, run.partitionKey ?? '', run.status, run.stepCount, isoText(run.lastTimeUs)])
  return `${note === '' ? '' : `${note}\n\n`}${table(['project', 'app id', 'partition key', 'status', 'steps', 'last written'], rows)}`
}

async function tellServer(context: CommandContext, path: string): Promise<number> {
  const workspace = context.settings.bucket === '' ? null : { folder: workspaceFolder(context.dataFolder, context.settings), bucket: context.settings.bucket }
  const report = await reportServer(path, { workspace, startChild: builtPrograms(context.startChild).startChild, signal: context.signal })
  context.print({ json: () => JSON.stringify(report), words: () => serverWords(report) })
  return report.projects.some(({ neverSeen }) => neverSeen > 0) ? exitCodes.wanting : exitCodes.done
}

function serverWords({ projects, comparedWith }: ServerReport): string {
  if (comparedWith === null) return table(['project', 'runs', 'log files'], projects.map(({ project, runs, logFiles }) => [project, runs, logFiles]))
  const rows = projects.map(({ project, runs, logFiles, inBucket, neverSeen, unknownHere }) => [project, runs, logFiles, inBucket, neverSeen, unknownHere])
  return table(['project', 'runs', 'log files', 'in the bucket', 'never seen', 'unknown here'], rows)
}
