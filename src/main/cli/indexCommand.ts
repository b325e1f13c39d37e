import { readObjectCounts, readTotals } from '../backend/database/counters'
import { requestsBetween } from '../backend/indexer/jobRecord'
import type { CommandContext } from './command'
import { errorLines, exitCodeOf, exitCodes } from './exitCode'
import { progressLine } from './progressLine'
import { withIndexing } from './workspaceAccess'

/** `index`: indexes until nothing is left to do and prints the totals of the index afterwards. */
export async function indexCommand(context: CommandContext): Promise<number> {
  const progress = progressLine(context)
  const startedMs = performance.now()
  return await withIndexing(context, progress, async ({ db, connection, indexing }) => {
    const before = connection.bucket.requestCounts()
    const { tally, failures } = await indexing.indexAll(context.signal, context.options.projects).finally(() => progress.end())
    const { list, get, head, put, bytes } = requestsBetween(before, connection.bucket.requestCounts())
    const { projects, runs, steps } = readTotals(db)
    const { indexed, ignored, failed } = readObjectCounts(db)
    const result = {
      projects,
      runs,
      steps,
      objects: { listed: indexed + ignored + failed, indexed, ignored, failed },
      requests: { list, get, head, put },
      bytes,
      elapsedMs: Math.round(performance.now() - startedMs)
    }
    context.print({ json: () => JSON.stringify(result), words: () => words(result) })
    for (const { project, error } of failures) for (const line of errorLines(error)) context.say(`${project}: ${line}`)
    const first = failures[0]
    if (first !== undefined) return exitCodeOf(first.error)
    if (tally.failed > 0) context.say(`${String(tally.failed)} objects could not be indexed.`)
    const denied = indexing.fetcher.denied
    if (denied === null || indexing.fetcher.successes > 0) return exitCodes.done
    for (const line of errorLines(denied)) context.say(line)
    return exitCodes.refused
  })
}

interface IndexResult {
  readonly projects: number
  readonly runs: number
  readonly steps: number
  readonly objects: { readonly listed: number; readonly indexed: number; readonly ignored: number; readonly failed: number }
  readonly requests: { readonly list: number; readonly get: number; readonly head: number; readonly put: number }
  readonly bytes: number
  readonly elapsedMs: number
}

function words({ projects, runs, steps, objects, requests, bytes, elapsedMs }: IndexResult): string {
  return [
    `${projects} projects, ${runs} runs, ${steps} steps`,
    `objects   ${objects.listed} listed = ${objects.indexed} indexed + ${objects.ignored} ignored + ${objects.failed} failed`,
    `requests  ${requests.list} list, ${requests.get} get, ${requests.head} head, ${requests.put} put; ${bytes} bytes`,
    `took      ${(elapsedMs / 1000).toFixed(1)} s`,
    ''
  ].join('\n')
}
