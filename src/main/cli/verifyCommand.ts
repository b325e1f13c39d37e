import type { Reconciliation } from '../backend/indexer/reconcile'
import type { CommandContext } from './command'
import { errorLines, exitCodeOf, exitCodes } from './exitCode'
import { progressLine } from './progressLine'
import { withIndexing } from './workspaceAccess'

/** `verify`: lists the bucket, compares it with the index and repairs; 4 when something could not be repaired. */
export async function verifyCommand(context: CommandContext): Promise<number> {
  const progress = progressLine(context)
  return await withIndexing(context, progress, async ({ indexing }) => {
    const found = await indexing.verify(context.signal, context.options.projects[0] ?? null).finally(() => progress.end())
    const { missing, repaired, rewritten, gone, goneUnconfirmed, listed, ignored, failed, completeAsOfMs } = found
    const completeAsOf = completeAsOfMs === null ? null : new Date(completeAsOfMs).toISOString()
    const result = { missing, repaired, gone, rewritten, goneUnconfirmed, listed, ignored, failed, completeAsOf }
    context.print({
      json: () => JSON.stringify(result),
      words: () => `${Object.entries(result).map(([name, value]) => `${name.padEnd(16)}${value ?? 'unknown'}`).join('\n')}\n`
    })
    return verdict(found, context)
  })
}

function verdict(found: Reconciliation, context: CommandContext): number {
  for (const { project, error } of found.failures) for (const line of errorLines(error)) context.say(`${project}: ${line}`)
  if (found.goneUnconfirmed > 0) {
    context.say(`${found.goneUnconfirmed} indexed objects seem to be gone from the bucket: too many to be believed, so they stay in the index.`)
  }
  const first = found.failures[0]
  if (first !== undefined) return exitCodeOf(first.error)
  const unrepaired = found.missing + found.rewritten - found.repaired
  return unrepaired > 0 || found.goneUnconfirmed > 0 ? exitCodes.wanting : exitCodes.done
}
