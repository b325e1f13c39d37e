import { z } from 'zod'

/** USD for a million tokens; at most six decimals are kept. */
const rate = z.number().min(0, 'is below zero').max(1_000_000, 'is more than 1,000,000').nullable()

/** Schema of what one model costs. */
export const priceSchema = z.strictObject({
  /** The model's name as it was logged; `*` stands for any signs. Capitals do not matter. */
  model: z.string().trim().min(1, 'names no model').max(200, 'is longer than 200 signs').regex(/^\P{C}*$/u, 'holds control signs'),
  /** First day (UTC) on which it holds; `null` = always. */
  validFrom: z.iso.date('is not a day as in 2026-01-31').nullable().default(null),
  /** USD for a million tokens. `null` = not known; of reasoning tokens `null` = as other output. */
  usdPerMillion: z.strictObject({
    input: rate,
    output: rate,
    cacheRead: rate.default(null),
    cacheWrite: rate.default(null),
    reasoning: rate.default(null)
  })
})

/** What one model costs, from a day on. */
export type Price = z.output<typeof priceSchema>

/** The parts that are priced. */
export type PricedPart = keyof Price['usdPerMillion']

/** Schema of the price table that a person keeps, and of the file it is imported from. */
export const priceTableSchema = z.strictObject({
  version: z.literal(1).default(1),
  /** Whether the prices that come with the program are used where no own one fits. */
  useBuiltIn: z.boolean().default(true),
  prices: z.array(priceSchema).max(2_000, 'holds more than 2,000 prices')
})

/** A person's own prices, and whether the built-in ones stand behind them. */
export type PriceTable = z.output<typeof priceTableSchema>

/** What holds when nothing was set. */
export const defaultPriceTable: PriceTable = { version: 1, useBuiltIn: true, prices: [] }

/** What is wrong with a price table, in words that name the place; `null` = nothing. */
export function whyNotPrices(value: unknown): string | null {
  const result = priceTableSchema.safeParse(value)
  if (result.success) return null
  const issue = result.error.issues[0]
  if (issue === undefined) return 'not understood'
  const [list, index, ...field] = issue.path
  if (list === 'prices' && typeof index === 'number') return `price ${index + 1}: ${[...field.map(String), issue.message].join(' ')}`
  return [...issue.path.map(String), issue.message].join(' ')
}
