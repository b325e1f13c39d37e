import { basename, resolve } from 'node:path'
import { portableExport } from '@shared/contract/portable'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import { redactionRules } from '@shared/model/portable'
import type { ReadDatabase } from '../backend/database/connection'
import { runsNamed } from '../backend/database/runsNamed'
import { exportRuns } from '../backend/portable/exportRuns'
import type { CommandContext } from './command'
import { exitCodes } from './exitCode'
import { partition } from './partition'
import { withReader } from './workspaceAccess'

/** `export`: runs into one file; 4 when objects of them are not on this disk and could not come along. */
export async function exportCommand(context: CommandContext): Promise<number> {
  const { portable } = context.options
  const path = resolve(portable.out)
  const outcome = await withReader(context, async (db) => {
    return await exportRuns(db, requestOf(db, context), { path, replace: portable.isForced }, { signal: context.signal, onProgress: progress(context) })
  })
  const { sizeBytes, runs, objects, missing, redaction } = outcome
  const found = redaction.filter((rule) => rule.found > 0)
  context.print({
    json: () => JSON.stringify({ fileName: basename(path), ...outcome }),
    words: () => [
      `${basename(path)}: ${runs} runs, ${objects} objects, ${sizeBytes} bytes\n`,
      ...found.map((rule) => `redacted ${rule.rule}: ${rule.found} places, ${rule.distinct} values\n`)
    ].join('')
  })
  if (missing === 0) return exitCodes.done
  context.say(`${missing} objects of these runs are not on this disk and not in the file.`)
  return exitCodes.wanting
}

function requestOf(db: ReadDatabase, { options }: CommandContext): ReturnType<typeof portableExport.parse> {
  const { portable } = options
  const [project = ''] = options.projects
  const { partitionKey } = partition(options.partitionKey)
  const list = portable.filter === undefined ? null : { project, filter: portable.filter, includeNeverStepped: true, ...(partitionKey === undefined ? {} : { partitionKey }) }
  const request = portableExport.safeParse({
    runs: portable.runs.map((appId) => findRun(db, { project, appId, ...(partitionKey === undefined ? {} : { partitionKey }) })),
    list,
    withParents: !portable.isAlone,
    withChildren: !portable.isAlone,
    withAnnotations: portable.withAnnotations,
    redaction: portable.isRedacted ? { builtIn: [...redactionRules], own: portable.rules } : null,
    note: portable.note
  })
  if (request.success) return request.data
  const issue = request.error.issues[0]
  throw new AppError({ code: 'invalid-input', message: `${issue?.path.join('.') ?? 'export'}: ${issue?.message ?? 'not understood'}` })
}

function findRun(db: ReadDatabase, named: { readonly project: string; readonly appId: string; readonly partitionKey?: string | null }): RunKey {
  const [first, second] = runsNamed(db, named)
  if (first === undefined) throw new AppError({ code: 'not-found', message: `There is no run “${named.appId}” of project “${named.project}” in the index.` })
  if (second !== undefined) throw new AppError({ code: 'invalid-input', message: `More than one partition has a run “${named.appId}”.`, action: 'Choose one with --partition-key.' })
  return { project: first.project, partitionKey: first.partitionKey, appId: first.appId }
}

const everyMs = 250

function progress(context: CommandContext): (done: number, total: number) => void {
  let saidMs = performance.now()
  return (done, total) => {
    if (!context.options.progress || performance.now() - saidMs < everyMs) return
    saidMs = performance.now()
    context.say(`exporting: ${done} of ${total} objects`)
  }
}
