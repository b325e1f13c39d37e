import type { Price, PriceTable } from '../model/price'
import { builtInPrices } from './builtInPrices'

/** A price that was found, and whose it is. */
export interface FoundPrice {
  readonly price: Price
  readonly origin: 'own' | 'built-in'
}

/**
 * The price of a model on a day (UTC, as in `2026-01-31`): an own one before a built-in one, of several the one that names most of
 * the model, of those the one that holds since last. `null` = not known.
 */
export function priceOf(table: PriceTable, model: string, day: string): FoundPrice | null {
  const own = bestOf(table.prices, model, day)
  if (own !== null) return { price: own, origin: 'own' }
  const builtIn = table.useBuiltIn ? bestOf(builtInPrices, model, day) : null
  return builtIn === null ? null : { price: builtIn, origin: 'built-in' }
}

function bestOf(prices: readonly Price[], model: string, day: string): Price | null {
  let best: Price | null = null
  for (const price of prices) {
    const holds = price.validFrom === null || price.validFrom <= day
    // Of equal ones the later in the list: it was added last.
    if (holds && fits(price.model, model) && (best === null || rank(price, best) >= 0)) best = price
  }
  return best
}

function rank(a: Price, b: Price): number {
  const named = signsNamed(a.model) - signsNamed(b.model)
  if (named !== 0) return named
  return (a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1
}

const signsNamed = (pattern: string): number => pattern.replaceAll('*', '').length + (pattern.includes('*') ? 0 : 0.5)

/** Whether a model's name fits a pattern in which `*` stands for any signs; capitals do not matter. */
export function fits(pattern: string, model: string): boolean {
  const name = model.toLowerCase()
  const parts = pattern.toLowerCase().split('*')
  const [first = '', ...others] = parts
  const last = others.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  // Each part where it comes first: no backtracking, whatever the pattern.
  let at = first.length
  for (const part of others) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}
