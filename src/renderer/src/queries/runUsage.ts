import { queryOptions } from '@tanstack/react-query'
import type { RunUsage } from '@shared/contract/insights'
import type { RunKey, RunRow } from '@shared/model/run'
import { call } from '../api'
import { runKeyText } from '../route'

interface Waiting {
  readonly run: RunKey
  readonly resolve: (usage: RunUsage) => void
  readonly reject: (error: unknown) => void
}

/** Rows that pass by while a list is scrolled are not asked for. */
const lingerMs = 150
const mostAtOnce = 200
let waiting: readonly Waiting[] = []
let isAsking = false

// What the reading thread had no time for stays in the line, and is asked for again.
async function askAll(): Promise<void> {
  if (isAsking) return
  isAsking = true
  while (waiting.length > 0) {
    const asked = waiting.slice(0, mostAtOnce)
    try {
      const found = new Map((await call('insights.ofRuns', { runs: asked.map(({ run }) => run) })).map((each) => [runKeyText(each.run), each]))
      waiting = waiting.filter((each) => !found.has(runKeyText(each.run)) || !asked.includes(each))
      for (const { run, resolve } of asked) {
        const usage = found.get(runKeyText(run))
        if (usage !== undefined) resolve(usage)
      }
    } catch (error) {
      waiting = waiting.filter((each) => !asked.includes(each))
      for (const { reject } of asked) reject(error)
    }
  }
  isAsking = false
}

async function usageOf(run: RunKey, signal: AbortSignal): Promise<RunUsage> {
  await new Promise((resolve) => setTimeout(resolve, lingerMs))
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const one = { run, resolve, reject }
    waiting = [...waiting, one]
    signal.addEventListener('abort', () => {
      waiting = waiting.filter((each) => each !== one)
      reject(new DOMException('The row is gone.', 'AbortError'))
    })
    void askAll()
  })
}

/** The calls of one row of a list, read with those of the rows around it. */
export const runUsageQuery = ({ project, partitionKey, appId, lastTimeUs, logFileCount, offline }: RunRow) => {
  const run = { project, partitionKey, appId }
  return queryOptions({
    queryKey: ['usage', runKeyText(run), lastTimeUs, logFileCount, offline],
    queryFn: ({ signal }) => usageOf(run, signal)
  })
}
