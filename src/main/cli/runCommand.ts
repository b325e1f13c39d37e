import { AppError } from '@shared/errors'
import type { RunRow } from '@shared/model/run'
import type { ReadDatabase } from '../backend/database/connection'
import { runsNamed } from '../backend/database/runsNamed'
import { applicationLogsText } from '../backend/handlers/applicationLogs'
import type { CommandContext } from './command'
import { exitCodes } from './exitCode'
import { partition } from './partition'
import { isoText, table } from './table'
import { withReader } from './workspaceAccess'

/** `run`: one run in the shape of Burr's own server, numbers as they were logged. */
export async function runCommandOf(context: CommandContext): Promise<number> {
  return await withReader(context, (db) => {
    const run = findRun(db, context)
    const key = { project: run.project, partitionKey: run.partitionKey, appId: run.appId }
    context.print({
      json: () => applicationLogsText(db, key),
      words: () => `${table(['run', 'value'], describe(run))}\n${applicationLogsText(db, key)}\n`
    })
    return exitCodes.done
  })
}

/** The run named; without a partition key it may lie in any partition as long as only one has it. */
function findRun(db: ReadDatabase, context: CommandContext): RunRow {
  const { options } = context
  const [project = ''] = options.projects
  const appId = options.appId ?? ''
  const candidates = runsNamed(db, { project, appId, ...partition(options.partitionKey) })
  const [first, second] = candidates
  if (first === undefined) throw new AppError({ code: 'not-found', message: `There is no run “${appId}” of project “${project}” in the index.` })
  if (second === undefined) return first
  const whole = candidates.find((run) => run.partitionKey === null)
  if (whole !== undefined) return whole
  const partitions = candidates.map((run) => `“${run.partitionKey ?? ''}”`).join(', ')
  throw new AppError({ code: 'invalid-input', message: `More than one partition has a run “${appId}”: ${partitions}.`, action: 'Choose one with --partition-key.' })
}

function describe(run: RunRow): (string | number)[][] {
  return [
    ['project', run.project],
    ['app id', run.appId],
    ['partition key', run.partitionKey ?? ''],
    ['status', run.status],
    ['steps', run.stepCount],
    ['first written', isoText(run.firstTimeUs)],
    ['last written', isoText(run.lastTimeUs)]
  ]
}
