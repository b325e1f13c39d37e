import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import { costOf } from '@shared/pricing/cost'
import { compactCount, formatCount, plural } from '../../format/number'
import { isReading, runInsightsQuery } from '../../queries/insights'
import { pricesQuery } from '../../queries/prices'
import { CostText } from '../../ui/insights/costText'
import { sumOf } from '../../ui/insights/usageRows'

/** A run with more than this is not read for its cost alone: the Insights tab does it when it is opened. */
const readByItselfBytes = 24 * 1024 * 1024

/** Tokens, calls and cost of a run with all that it started, for the row of facts in its header. */
export function RunNumbers({ detail: { run } }: { detail: RunDetail }) {
  const mayHaveCalls = run.promptTokens + run.completionTokens > 0 || run.spawnCount > 0
  const { data } = useQuery({ ...runInsightsQuery(run, true), enabled: mayHaveCalls && run.sizeBytes <= readByItselfBytes })
  const prices = useQuery(pricesQuery()).data
  if (!mayHaveCalls) return null
  const { promptTokens, completionTokens } = data?.indexed ?? run
  const others = (data?.runs.count ?? 1) - 1
  const below = others === 0 ? '' : `, with ${plural(others, 'sub-run')}`
  const calls = data === undefined || isReading(data) ? null : sumOf(data.usage).calls
  if (promptTokens + completionTokens === 0 && (calls ?? 0) === 0) return null
  const isPartial = data !== undefined && data.logFiles.here < data.logFiles.known
  return (
    <>
      <Fact name="Tokens">
        <span title={`${formatCount(promptTokens)} prompt + ${formatCount(completionTokens)} completion${below}`}>
          {compactCount(promptTokens)} <span className="text-ink-faint">in</span> {compactCount(completionTokens)} <span className="text-ink-faint">out</span>
        </span>
      </Fact>
      {calls === null || data === undefined || prices === undefined ? null : (
        <Fact name="Cost"><CostText cost={costOf(data.usage, prices.table)} about={`${plural(calls, 'LLM call')}${below}${isPartial ? '\nPartial: not all log files are on this computer' : ''}`} /></Fact>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  )
}
