// @vitest-environment jsdom
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import type { Change } from '@shared/contract/change'
import { runRoot } from './run'
import { followChanges, staleKeys } from './changes'

const run = { project: 'p', partitionKey: null, appId: 'a' }

function follow(client: QueryClient): (change: Change) => void {
  let push: (change: Change) => void = () => undefined
  followChanges(client, (listener) => {
    push = listener
    return () => undefined
  })
  return push
}

it('makes stale what a change is about and nothing else', () => {
  const client = new QueryClient()
  const keys = { projects: ['projects'], runs: ['runs', 'p', 'all', false], otherRuns: ['runs', 'q', 'all', false], step: [...runRoot(run), 'step', '0.1.0'], otherRun: [...runRoot({ ...run, appId: 'b' }), 'detail'], status: ['status'], mine: ['annotations', 'p', 'words'], others: ['annotations', 'q', 'words'], allOf: ['annotations', null, 'words'], graph: ['graph', 'h'] }
  const staleAfter = async (change: Change): Promise<string[]> => {
    for (const key of Object.values(keys)) client.setQueryData(key, 1)
    follow(client)(change)
    await Promise.resolve()
    return Object.entries(keys).filter(([, key]) => client.getQueryState(key)?.isInvalidated === true).map(([each]) => each)
  }
  return (async () => {
    expect(await staleAfter({ kind: 'projects' })).toEqual(['projects'])
    expect(await staleAfter({ kind: 'runs', project: 'p' })).toEqual(['runs'])
    expect(await staleAfter({ kind: 'run', run })).toEqual(['step'])
    expect(await staleAfter({ kind: 'status' })).toEqual(['status'])
    expect(await staleAfter({ kind: 'annotations', project: 'p' })).toEqual(['mine', 'allOf'])
    expect(await staleAfter({ kind: 'annotations', project: null })).toEqual(['mine', 'others', 'allOf'])
    expect(await staleAfter({ kind: 'command', command: 'go.projects' })).toEqual([])
  })()
})

it('forgets everything when the workspace is another one', async () => {
  const client = new QueryClient()
  client.setQueryData(['projects'], ['old'])
  follow(client)({ kind: 'workspace' })
  await Promise.resolve()
  expect(client.getQueryData(['projects'])).toBeUndefined()
  expect(staleKeys({ kind: 'workspace' })).toBe('all')
})

it('neither starves a slow query nor loses the last of many changes', async () => {
  vi.useFakeTimers()
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  let truth = 0
  const reads: number[] = []
  const observer = new QueryObserver(client, {
    queryKey: ['status'],
    queryFn: async () => {
      const seen = truth
      await new Promise((resolve) => setTimeout(resolve, 100))
      reads.push(seen)
      return seen
    }
  })
  const stop = observer.subscribe(() => undefined)
  await vi.advanceTimersByTimeAsync(150)
  const push = follow(client)
  for (let at = 0; at < 50; at++) {
    truth++
    push({ kind: 'status' })
    await vi.advanceTimersByTimeAsync(10)
  }
  await vi.advanceTimersByTimeAsync(300)
  expect(client.getQueryData(['status'])).toBe(50)
  expect(reads.length).toBeGreaterThan(3)
  expect(reads.length).toBeLessThan(12)
  stop()
  vi.useRealTimers()
})
