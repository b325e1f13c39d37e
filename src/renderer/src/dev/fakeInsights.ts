import type { Change } from '@shared/contract/change'
import type { MethodName, Output, Parsed } from '@shared/contract/contract'
import type { Insights } from '@shared/contract/insights'
import { defaultPriceTable } from '@shared/model/price'
import type { RunRow } from '@shared/model/run'
import { noUsage } from '@shared/model/usage'
import type { UsageGroup } from '@shared/model/usage'

type Method = Extract<MethodName, `insights.${string}` | `prices.${string}`>
type Answers = { readonly [M in Method]: (input: Parsed<M>) => Output<M> }

const group = (action: string, model: string | null, calls: number, inputTokens: number, outputTokens: number, more: Partial<UsageGroup> = {}): UsageGroup => ({
  ...noUsage, action, model, day: '2026-11-20', calls, inputTokens, outputTokens, promptTokens: inputTokens, completionTokens: outputTokens, ...more
})

const usage: readonly UsageGroup[] = [
  group('classify', 'gpt-4o-mini-2024-07-18', 4, 4_200, 120),
  group('generate', 'claude-sonnet-4-20250514', 3, 9_000, 2_100, { promptTokens: 21_000, cacheReadTokens: 12_000 }),
  group('generate', 'in-house-7b', 1, 800, 90),
  group('respond', 'gpt-4o-mini-2024-07-18', 2, 2_000, 600, { callsWithoutTokens: 1 })
]
const times = (count: number, p50Us: number) => ({ count, totalUs: count * p50Us, p50Us, p95Us: p50Us * 2, maxUs: p50Us * 3 })

function insightsOf(run: RunRow | null): Insights {
  const largest = usage.map((each, sequenceId) => ({
    ...each, run: { project: run?.project ?? '', partitionKey: run?.partitionKey ?? null, appId: run?.appId ?? '' }, step: { build: 0, sequenceId, attempt: 0 },
    spanId: `${sequenceId}:0`, spanName: 'chat', hasTokens: each.callsWithoutTokens === 0, durationUs: 812_000 * (sequenceId + 1)
  }))
  return {
    usage,
    actions: ['generate', 'classify', 'respond', 'retrieve'].map((action, at) => ({ action, stepCount: 4 - at, failedCount: at === 0 ? 1 : 0, ...times(4 - at, 900_000 / (at + 1)) })),
    models: ['claude-sonnet-4-20250514', 'gpt-4o-mini-2024-07-18', 'in-house-7b'].map((model, at) => ({ model, ...times(3 - at, 700_000 + at * 90_000) })),
    largest,
    runs: { count: 1 + (run?.spawnCount ?? 0), read: 1 + (run?.spawnCount ?? 0) },
    logFiles: { known: 3, here: 3 },
    repeats: 0,
    indexed: { stepCount: run?.stepCount ?? 0, failedCount: run?.failedCount ?? 0, promptTokens: run?.promptTokens ?? 0, completionTokens: run?.completionTokens ?? 0 },
    onlyFirst: null
  }
}

const none: Insights = { ...insightsOf(null), usage: [], actions: [], models: [], largest: [], runs: { count: 0, read: 0 } }

/** Made-up tokens and prices. */
export function fakeInsights(bare: boolean, runOf: (key: Parsed<'runs.get'>) => RunRow, push: (change: Change) => void): Answers {
  let table = defaultPriceTable
  return {
    'insights.run': ({ run }) => insightsOf(runOf(run)),
    'insights.list': () => (bare ? none : insightsOf(null)),
    'insights.ofRuns': ({ runs }) => runs.map((run) => ({ run, usage, isWhole: true })),
    'prices.get': () => ({ table, problem: null }),
    'prices.save': (next) => {
      table = next
      push({ kind: 'settings' })
      return { table, problem: null }
    }
  }
}
