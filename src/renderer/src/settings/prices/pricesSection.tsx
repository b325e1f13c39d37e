import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { builtInDay, builtInPrices } from '@shared/pricing/builtInPrices'
import { plural } from '../../format/number'
import { pricesQuery } from '../../queries/prices'
import { Button } from '../../ui/button'
import { Section } from '../section'
import { PriceDialog } from './priceDialog'

/** What language models cost: how many prices there are, and the way to change them. */
export function PricesSection() {
  const kept = useQuery(pricesQuery()).data
  const [isOpen, setOpen] = useState(false)
  if (kept === undefined) return null
  const { prices, useBuiltIn } = kept.table
  return (
    <Section title="Prices of language models" about="What calls cost is worked out from logged tokens whenever it is shown, so that a changed price holds for old runs too.">
      {kept.problem === null ? null : <p role="alert" className="mb-2 rounded-md bg-failed-soft px-3 py-2 text-failed">{kept.problem}</p>}
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => setOpen(true)}>Edit prices…</Button>
        <span className="text-sm text-ink-dim">
          {prices.length === 0 ? 'None of your own' : `${plural(prices.length, 'price')} of your own`},{' '}
          {useBuiltIn ? `and ${builtInPrices.length} built-in list prices as of ${builtInDay}` : 'and no built-in ones'}
        </span>
      </div>
      {isOpen ? createPortal(<PriceDialog table={kept.table} onClose={() => setOpen(false)} />, document.body) : null}
    </Section>
  )
}
