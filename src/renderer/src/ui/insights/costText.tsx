import type { Cost } from '@shared/pricing/cost'
import { exactUsd, formatUsd } from '../../format/money'
import { unknownWords } from './costWords'

/** A cost; one that lacks something has a ≥ before it and says on hover what. An unknown one is a dash. */
export function CostText({ cost: { usd, unknown }, about = '' }: { cost: Cost; about?: string }) {
  const lacking = unknown.length === 0 ? '' : `${usd === null ? 'Not known' : 'Not in it'}: ${unknown.map(unknownWords).join('; ')}`
  const title = [usd === null ? '' : exactUsd(usd), lacking, about].filter((part) => part !== '').join('\n')
  if (usd === null) {
    return <span title={title === '' ? undefined : title} className="text-ink-faint">—{unknown.length === 0 ? null : <span className="sr-only"> cost not known</span>}</span>
  }
  return (
    <span title={title} className="tabular whitespace-nowrap">
      {unknown.length === 0 ? null : <><span aria-hidden className="text-ink-faint">≥ </span><span className="sr-only">at least </span></>}
      {formatUsd(usd)}
    </span>
  )
}
