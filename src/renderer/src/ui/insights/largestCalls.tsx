import type { ReactNode } from 'react'
import type { LlmCallRow } from '@shared/contract/insights'
import type { PriceTable } from '@shared/model/price'
import { costOf } from '@shared/pricing/cost'
import { priceOf } from '@shared/pricing/priceOf'
import { formatCount } from '../../format/number'
import { showSigns } from '../showSigns'
import { Duration } from '../duration'
import { CostText } from './costText'
import { priceWords, tokenWords } from './costWords'

/** What one call cost, and how that comes about. */
export function CallCost({ call, prices }: { call: LlmCallRow; prices: PriceTable }) {
  const cost = costOf([{ ...call, calls: 1, callsWithoutTokens: call.hasTokens ? 0 : 1 }], prices)
  const found = call.model === null ? null : priceOf(prices, call.model, call.day)
  return <CostText cost={cost} about={found === null ? tokenWords(call) : `${tokenWords(call)}\n${priceWords(found)}`} />
}

/** The calls with the most tokens; `stepOf` makes the way to the step of one. */
export function LargestCalls({ calls, prices, stepOf }: { calls: readonly LlmCallRow[]; prices: PriceTable; stepOf: (call: LlmCallRow) => ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table className="tabular w-full border-collapse text-sm">
        <thead>
          <tr className="h-6 text-xs text-ink-faint [&>th]:font-normal">
            <th scope="col" className="px-3 text-left">Step</th>
            <th scope="col" className="px-2 text-left">Model</th>
            <th scope="col" className="px-2 text-right">Input</th>
            <th scope="col" className="px-2 text-right">Output</th>
            <th scope="col" className="px-2 text-right">Cost</th>
            <th scope="col" className="px-2 text-right">Took</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call, at) => (
            <tr key={at} className="h-6.5 hover:bg-hover">
              <th scope="row" className="w-1/2 max-w-0 min-w-28 truncate px-3 text-left font-normal" title={showSigns(`${call.action}${call.spanName === null ? '' : ` · ${call.spanName} (span ${call.spanId})`}`)}>{stepOf(call)}</th>
              <td className="w-1/2 max-w-0 min-w-28 truncate px-2 text-ink-dim" title={showSigns(call.model ?? '')}>{call.model === null ? dash : showSigns(call.model)}</td>
              <td className="px-2 text-right" title={tokenWords(call)}>{call.hasTokens ? formatCount(call.promptTokens) : dash}</td>
              <td className="px-2 text-right" title={tokenWords(call)}>{call.hasTokens ? formatCount(call.completionTokens) : dash}</td>
              <td className="px-2 text-right"><CallCost call={call} prices={prices} /></td>
              <td className="px-2 text-right"><Duration durationUs={call.durationUs} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const dash = <span className="text-ink-faint">—</span>
