import type { IndexingListener, WorkProgress } from '../backend/indexer/indexing'
import type { CommandContext } from './command'

const everyMs = 250

/** Shows on stderr how far the work is: one line that is written over on a terminal, lines of their own with `--progress`. */
export function progressLine(context: CommandContext): IndexingListener & { end(): void } {
  const isTerminal = context.stderr.isTTY === true
  if (!isTerminal && !context.options.progress) return { end: () => undefined }
  let shownAtMs = 0
  const byJob = new Map<number, WorkProgress['tally']>()
  return {
    onProgress({ tally, jobId, phase }) {
      byJob.set(jobId, { ...tally })
      if (performance.now() - shownAtMs < everyMs) return
      shownAtMs = performance.now()
      const all = [...byJob.values()]
      const sum = (count: (tally: WorkProgress['tally']) => number): number => all.reduce((total, one) => total + count(one), 0)
      const line = `${phase}: ${sum((one) => one.listed)} listed, ${sum((one) => one.found)} new, ${sum((one) => one.indexed + one.ignored + one.failed)} done`
      context.stderr.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end: () => { if (isTerminal && shownAtMs > 0) context.stderr.write('\r\u001b[K') }
  }
}
