import type { Price } from '../model/price'

/** The day the built-in prices were written down; a vendor may have changed them since. */
export const builtInDay = '2025-08-01'

type Rates = readonly [input: number, output: number, cacheRead?: number, cacheWrite?: number]

function price(model: string, [input, output, cacheRead, cacheWrite]: Rates, validFrom: string | null = null): Price {
  return { model, validFrom, usdPerMillion: { input, output, cacheRead: cacheRead ?? null, cacheWrite: cacheWrite ?? null, reasoning: null } }
}

const same = (rates: Rates, ...models: readonly string[]): readonly Price[] => models.map((model) => price(model, rates))

/**
 * List prices of the vendors' own APIs on {@link builtInDay}, USD for a million tokens: without discounts for batches, surcharges
 * for long contexts or other places of sale. Names stand in full, or with a pattern that no other model fits.
 */
export const builtInPrices: readonly Price[] = [
  ...same([2.5, 10, 1.25], 'gpt-4o', 'gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'),
  ...same([5, 15], 'gpt-4o-2024-05-13'),
  ...same([0.15, 0.6, 0.075], 'gpt-4o-mini', 'gpt-4o-mini-2024-07-18'),
  ...same([2, 8, 0.5], 'gpt-4.1', 'gpt-4.1-2025-04-14'),
  ...same([0.4, 1.6, 0.1], 'gpt-4.1-mini', 'gpt-4.1-mini-2025-04-14'),
  ...same([0.1, 0.4, 0.025], 'gpt-4.1-nano', 'gpt-4.1-nano-2025-04-14'),
  ...same([15, 60, 7.5], 'o1', 'o1-2024-12-17'),
  ...same([1.1, 4.4, 0.55], 'o3-mini', 'o3-mini-2025-01-31'),
  ...['o3', 'o3-2025-04-16'].flatMap((model) => [price(model, [10, 40, 2.5]), price(model, [2, 8, 0.5], '2025-06-10')]),
  ...same([1.1, 4.4, 0.275], 'o4-mini', 'o4-mini-2025-04-16'),
  ...same([10, 30], 'gpt-4-turbo', 'gpt-4-turbo-2024-04-09'),
  ...same([0.5, 1.5], 'gpt-3.5-turbo', 'gpt-3.5-turbo-0125'),
  ...same([15, 75, 1.5, 18.75], 'claude-opus-4-0', 'claude-opus-4-20250514', 'claude-3-opus-latest', 'claude-3-opus-20240229'),
  ...same([3, 15, 0.3, 3.75], 'claude-sonnet-4-0', 'claude-sonnet-4-20250514', 'claude-3-7-sonnet-*', 'claude-3-5-sonnet-*'),
  ...same([0.8, 4, 0.08, 1], 'claude-3-5-haiku-*'),
  ...same([0.25, 1.25, 0.03, 0.3], 'claude-3-haiku-20240307'),
  ...same([0.1, 0.4, 0.025], 'gemini-2.0-flash', 'gemini-2.0-flash-001'),
  ...same([2, 6], 'mistral-large-2411')
]
