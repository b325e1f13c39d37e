import { priceTableSchema, whyNotPrices } from '@shared/model/price'
import type { Price, PricedPart, PriceTable } from '@shared/model/price'

/** The rates of a price in the order in which they are shown. */
export const pricedParts: readonly (readonly [PricedPart, string, string])[] = [
  ['input', 'Input', 'Prompt tokens that do not come from or go into a cache'],
  ['output', 'Output', 'Completion tokens'],
  ['cacheRead', 'Cache read', 'Prompt tokens read from a cache. Empty = not known'],
  ['cacheWrite', 'Cache write', 'Prompt tokens written to a cache. Empty = not known'],
  ['reasoning', 'Reasoning', 'Completion tokens of reasoning. Empty = as output']
]

/** A price while it is typed. */
export interface PriceDraft {
  readonly id: number
  readonly model: string
  readonly validFrom: string
  readonly rates: Readonly<Record<PricedPart, string>>
}

let nextId = 1

/** A line to type a price in: empty, or with a price in it. */
export function draftOf(price: Price | null): PriceDraft {
  const text = (part: PricedPart): string => (price === null ? '' : String(price.usdPerMillion[part] ?? ''))
  return {
    id: nextId++,
    model: price?.model ?? '',
    validFrom: price?.validFrom ?? '',
    rates: { input: text('input'), output: text('output'), cacheRead: text('cacheRead'), cacheWrite: text('cacheWrite'), reasoning: text('reasoning') }
  }
}

/** Whether nothing stands in a line. */
export function isEmpty({ model, validFrom, rates }: PriceDraft): boolean {
  return [model, validFrom, ...Object.values(rates)].every((text) => text.trim() === '')
}

/** Whether a rate can be read: empty, or a number of at least zero. */
export function isRate(text: string): boolean {
  return text.trim() === '' || /^\d{1,7}(\.\d{1,6})?$/.test(text.trim())
}

/** The table that the lines make; `why` says which of them is wrong. */
export function tableOf(drafts: readonly PriceDraft[], useBuiltIn: boolean): { readonly table: PriceTable } | { readonly why: string } {
  const filled = drafts.filter((each) => !isEmpty(each))
  for (const [at, { rates }] of filled.entries()) {
    const wrong = pricedParts.find(([part]) => !isRate(rates[part]))
    if (wrong !== undefined) return { why: `Price ${at + 1}: ${wrong[1].toLowerCase()} is not an amount such as 2.5` }
    if (Object.values(rates).every((text) => text.trim() === '')) return { why: `Price ${at + 1} has no rate. An unknown price is better left out.` }
  }
  const value = {
    version: 1,
    useBuiltIn,
    prices: filled.map(({ model, validFrom, rates }) => ({
      model,
      validFrom: validFrom === '' ? null : validFrom,
      usdPerMillion: Object.fromEntries(pricedParts.map(([part]) => [part, rates[part].trim() === '' ? null : Number(rates[part])]))
    }))
  }
  const why = whyNotPrices(value)
  return why === null ? { table: priceTableSchema.parse(value) } : { why: `${why.charAt(0).toUpperCase()}${why.slice(1)}` }
}
