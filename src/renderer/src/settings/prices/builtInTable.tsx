import type { Price } from '@shared/model/price'
import { Button } from '../../ui/button'
import { pricedParts } from './priceDraft'

/** The prices that come with the program, each to be taken over and changed. */
export function BuiltInTable({ prices, onChange }: { prices: readonly Price[]; onChange: (price: Price) => void }) {
  return (
    <div className="mt-2 overflow-x-auto">
      <table className="tabular w-full border-collapse text-sm" aria-label="Built-in prices">
        <thead>
          <tr className="text-xs text-ink-faint [&>th]:h-6 [&>th]:px-2 [&>th]:font-normal">
            <th scope="col" className="text-left">Model</th>
            <th scope="col" className="text-left">Valid from</th>
            {pricedParts.map(([part, word, about]) => <th key={part} scope="col" title={about} className="text-right">{word}</th>)}
            <th scope="col"><span className="sr-only">Change</span></th>
          </tr>
        </thead>
        <tbody>
          {prices.map((price) => (
            <tr key={`${price.model} ${price.validFrom}`} className="hover:bg-hover [&>td]:px-2">
              <th scope="row" className="px-2 text-left font-mono font-normal">{price.model}</th>
              <td className="text-ink-dim">{price.validFrom ?? 'always'}</td>
              {pricedParts.map(([part]) => <td key={part} className="text-right">{price.usdPerMillion[part] ?? <span className="text-ink-faint">{part === 'reasoning' ? 'as output' : '—'}</span>}</td>)}
              <td className="text-right"><Button look="quiet" className="h-6" aria-label={`Change the price of ${price.model}${price.validFrom === null ? '' : ` from ${price.validFrom} on`}`} onClick={() => onChange(price)}>Change</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
