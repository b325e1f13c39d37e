import type { ReactNode } from 'react'
import type { Insights } from '@shared/contract/insights'
import type { PriceTable } from '@shared/model/price'
import { costOf } from '@shared/pricing/cost'
import { compactCount, formatCount } from '../../format/number'
import { Duration } from '../duration'
import { CostText } from './costText'
import { unknownWords } from './costWords'
import { sumOf } from './usageRows'

/** The sums people ask for first; what is not known is a dash, and what is not whole is said to be. */
export function Totals({ insights, prices }: { insights: Insights; prices: PriceTable }) {
  const usage = sumOf(insights.usage)
  const cost = costOf(insights.usage, prices)
  const timeUs = insights.models.reduce((sum, { totalUs }) => sum + totalUs, 0)
  const isTimed = insights.models.some(({ count }) => count > 0)
  const hasTokens = usage.calls > usage.callsWithoutTokens
  return (
    <div className="border-b px-3 py-2">
      <dl className="flex flex-wrap gap-x-6 gap-y-2" aria-label="Totals">
        <Total name="Cost"><CostText cost={cost} /></Total>
        <Total name="LLM calls">{formatCount(usage.calls)}</Total>
        <Total name="Input"><Tokens count={hasTokens ? usage.promptTokens : null} /></Total>
        <Total name="Output"><Tokens count={hasTokens ? usage.completionTokens : null} /></Total>
        {usage.cacheReadTokens > 0 ? <Total name="Cache read"><Tokens count={usage.cacheReadTokens} /></Total> : null}
        {usage.cacheWriteTokens > 0 ? <Total name="Cache write"><Tokens count={usage.cacheWriteTokens} /></Total> : null}
        {usage.reasoningTokens > 0 ? <Total name="Reasoning"><Tokens count={usage.reasoningTokens} /></Total> : null}
        <Total name="LLM time"><Duration durationUs={isTimed ? timeUs : null} /></Total>
      </dl>
      {cost.unknown.length === 0 ? null : (
        <p className="mt-1.5 text-sm text-ink-dim">
          {cost.usd === null ? 'The cost is not known: ' : 'The cost is partial. Not in it: '}
          {cost.unknown.map(unknownWords).join('; ')}.
        </p>
      )}
    </div>
  )
}

function Total({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="tabular text-lg leading-6 font-medium">{children}</dd>
    </div>
  )
}

function Tokens({ count }: { count: number | null }) {
  return count === null ? <span className="font-normal text-ink-faint">—</span> : <span title={`${formatCount(count)} tokens`}>{compactCount(count)}</span>
}
