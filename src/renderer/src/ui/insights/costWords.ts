import type { PricedPart } from '@shared/model/price'
import { builtInDay } from '@shared/pricing/builtInPrices'
import type { UnknownCost } from '@shared/pricing/cost'
import type { FoundPrice } from '@shared/pricing/priceOf'
import { exactUsd } from '../../format/money'
import { formatCount, plural } from '../../format/number'
import { showSigns } from '../showSigns'

const partWords: Readonly<Record<PricedPart, string>> = {
  input: 'input', output: 'output', cacheRead: 'cache read', cacheWrite: 'cache write', reasoning: 'reasoning'
}

/** What is not in a cost, and why. */
export function unknownWords(unknown: UnknownCost): string {
  switch (unknown.why) {
    case 'no-model':
      return `${plural(unknown.calls, 'call')} that named no model`
    case 'no-tokens':
      return `${plural(unknown.calls, 'call')} without logged tokens`
    case 'no-price':
      return `${plural(unknown.calls, 'call')} of ${showSigns(unknown.model)}, which has no price`
    case 'no-rate':
      return `${plural(unknown.tokens, `${partWords[unknown.part]} token`)} of ${showSigns(unknown.model)}, for which the price has no rate`
  }
}

/** A price with its rates and where it is from. */
export function priceWords({ price, origin }: FoundPrice): string {
  const rates = Object.entries(price.usdPerMillion) as [PricedPart, number | null][]
  const known = rates.flatMap(([part, rate]) => (rate === null ? [] : [`${partWords[part]} ${exactUsd(rate)}`]))
  const from = origin === 'own' ? 'your own price' : `built-in list price as of ${builtInDay}`
  return `A million tokens: ${known.join(', ')}\n${showSigns(price.model)}: ${from}${price.validFrom === null ? '' : `, from ${price.validFrom} on`}`
}

/** Tokens in full, with their parts. */
export function tokenWords(tokens: { promptTokens: number; completionTokens: number; cacheReadTokens: number; cacheWriteTokens: number; reasoningTokens: number }): string {
  const parts = [
    `${formatCount(tokens.promptTokens)} input`,
    ...(tokens.cacheReadTokens > 0 ? [`${formatCount(tokens.cacheReadTokens)} read from the cache`] : []),
    ...(tokens.cacheWriteTokens > 0 ? [`${formatCount(tokens.cacheWriteTokens)} written to the cache`] : []),
    `${formatCount(tokens.completionTokens)} output`,
    ...(tokens.reasoningTokens > 0 ? [`${formatCount(tokens.reasoningTokens)} for reasoning`] : [])
  ]
  return `Tokens: ${parts.join(', ')}`
}
