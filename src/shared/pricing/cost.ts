import type { PricedPart, PriceTable } from '../model/price'
import type { Usage, UsageGroup } from '../model/usage'
import { priceOf } from './priceOf'

/** Why some calls have no price, or not all of it. */
export type UnknownCost =
  | { readonly why: 'no-model' | 'no-tokens'; readonly calls: number }
  | { readonly why: 'no-price'; readonly model: string; readonly calls: number }
  | { readonly why: 'no-rate'; readonly model: string; readonly part: PricedPart; readonly tokens: number }

/** What calls cost, as far as it is known. */
export interface Cost {
  /** `null` = nothing of it is known, or there was no call. */
  readonly usd: number | null
  /** Each thing that is not in `usd`. Not empty = `usd` is less than what was paid. */
  readonly unknown: readonly UnknownCost[]
}

const parts: readonly (readonly [PricedPart, (usage: Usage) => number])[] = [
  ['input', ({ inputTokens }) => inputTokens],
  ['output', ({ outputTokens }) => outputTokens],
  ['cacheRead', ({ cacheReadTokens }) => cacheReadTokens],
  ['cacheWrite', ({ cacheWriteTokens }) => cacheWriteTokens],
  ['reasoning', ({ reasoningTokens }) => reasoningTokens]
]

/** What groups of calls cost by a price table. A call without price or tokens is never counted as free. */
export function costOf(groups: readonly UsageGroup[], table: PriceTable): Cost {
  let usd: number | null = null
  const unknown = new Map<string, UnknownCost>()
  for (const group of groups) {
    const known = costOfGroup(group, table, (each) => note(unknown, each))
    if (known !== null) usd = (usd ?? 0) + known
  }
  return { usd, unknown: [...unknown.values()] }
}

function costOfGroup(group: UsageGroup, table: PriceTable, unknown: (each: UnknownCost) => void): number | null {
  const { model, day, calls, callsWithoutTokens } = group
  if (callsWithoutTokens > 0) unknown({ why: 'no-tokens', calls: callsWithoutTokens })
  const billed = calls - callsWithoutTokens
  if (billed === 0) return null
  if (model === null) {
    unknown({ why: 'no-model', calls: billed })
    return null
  }
  const found = priceOf(table, model, day)
  if (found === null) {
    unknown({ why: 'no-price', model, calls: billed })
    return null
  }
  const { usdPerMillion } = found.price
  let [micros, isAnyKnown] = [0, false]
  for (const [part, tokensOf] of parts) {
    const tokens = tokensOf(group)
    if (tokens === 0) continue
    const rate = part === 'reasoning' ? (usdPerMillion.reasoning ?? usdPerMillion.output) : usdPerMillion[part]
    if (rate === null) unknown({ why: 'no-rate', model, part, tokens })
    else {
      micros += tokens * rate
      isAnyKnown = true
    }
  }
  return isAnyKnown || hasNoTokens(group) ? micros / 1_000_000 : null
}

const hasNoTokens = (group: Usage): boolean => parts.every(([, tokensOf]) => tokensOf(group) === 0)

function note(notes: Map<string, UnknownCost>, each: UnknownCost): void {
  const name = [each.why, 'model' in each ? each.model : '', 'part' in each ? each.part : ''].join('\n')
  const known = notes.get(name)
  if (known === undefined) notes.set(name, each)
  else if (known.why === 'no-rate' && each.why === 'no-rate') notes.set(name, { ...known, tokens: known.tokens + each.tokens })
  else if ('calls' in known && 'calls' in each) notes.set(name, { ...known, calls: known.calls + each.calls })
}
