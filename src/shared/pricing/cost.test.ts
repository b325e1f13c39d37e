import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPriceTable, priceTableSchema, whyNotPrices } from '../model/price'
import type { Price, PriceTable } from '../model/price'
import { noUsage } from '../model/usage'
import type { UsageGroup } from '../model/usage'
import { builtInPrices } from './builtInPrices'
import { costOf } from './cost'
import { fits, priceOf } from './priceOf'

const price = (model: string, input: number | null, output: number | null, more: Partial<Price['usdPerMillion']> & { validFrom?: string } = {}): Price => {
  const { validFrom = null, ...rates } = more
  return { model, validFrom, usdPerMillion: { input, output, cacheRead: null, cacheWrite: null, reasoning: null, ...rates } }
}
const table = (...prices: readonly Price[]): PriceTable => ({ version: 1, useBuiltIn: false, prices: [...prices] })
const group = (model: string | null, inputTokens: number, outputTokens: number, more: Partial<UsageGroup> = {}): UsageGroup => ({
  ...noUsage, calls: 1, action: 'ask', model, day: '2026-03-01', promptTokens: inputTokens, completionTokens: outputTokens, inputTokens, outputTokens, ...more
})

describe('a cost', () => {
  it('is tokens times rate, to the cent and below', () => {
    const { usd, unknown } = costOf([group('m', 1_000_000, 500_000), group('m', 1, 0)], table(price('m', 2.5, 10)))
    expect(usd).toBe(7.5 + 0.0000025)
    expect(unknown).toEqual([])
  })

  it('prices what came from a cache, went into one, and was thought', () => {
    const used = group('m', 700_000, 60_000, { cacheReadTokens: 200_000, cacheWriteTokens: 100_000, reasoningTokens: 40_000 })
    const cached = { cacheRead: 0.3, cacheWrite: 3.75 }
    expect(costOf([used], table(price('m', 3, 15, cached))).usd).toBeCloseTo(2.1 + 0.06 + 0.375 + 1.5, 12)
    expect(costOf([used], table(price('m', 3, 15, { ...cached, reasoning: 5 }))).usd).toBeCloseTo(2.1 + 0.06 + 0.375 + 0.9 + 0.2, 12)
  })

  it('says what it does not know, and never takes it for nothing', () => {
    const prices = table(price('m', 1, null))
    expect(costOf([group('other', 10, 10)], prices)).toEqual({ usd: null, unknown: [{ why: 'no-price', model: 'other', calls: 1 }] })
    expect(costOf([group(null, 10, 10), group(null, 1, 1)], prices)).toEqual({ usd: null, unknown: [{ why: 'no-model', calls: 2 }] })
    expect(costOf([group('m', 0, 0, { callsWithoutTokens: 1 })], prices)).toEqual({ usd: null, unknown: [{ why: 'no-tokens', calls: 1 }] })
    expect(costOf([group('m', 1_000_000, 7)], prices)).toEqual({ usd: 1, unknown: [{ why: 'no-rate', model: 'm', part: 'output', tokens: 7 }] })
    expect(costOf([group('m', 0, 7)], prices).usd).toBeNull()
    expect(costOf([], prices)).toEqual({ usd: null, unknown: [] })
  })

  it('of several groups adds what is known to what is not', () => {
    expect(costOf([group('m', 1_000_000, 0), group('x', 5, 5), group('x', 5, 5)], table(price('m', 2, 2)))).toEqual({
      usd: 2, unknown: [{ why: 'no-price', model: 'x', calls: 2 }]
    })
  })
})

describe('the price of a model', () => {
  const inputOf = (prices: PriceTable, model: string, day = '2026-03-01') => priceOf(prices, model, day)?.price.usdPerMillion.input ?? null

  it('changes with the day', () => {
    const prices = table(price('m', 10, 1), price('m', 2, 1, { validFrom: '2026-02-01' }), price('m', 1, 1, { validFrom: '2026-06-01' }))
    expect(['2026-01-31', '2026-02-01', '2026-05-31', '2026-06-01'].map((day) => inputOf(prices, 'm', day))).toEqual([10, 2, 2, 1])
    expect(inputOf(table(price('m', 1, 1, { validFrom: '2026-06-01' })), 'm')).toBeNull()
  })

  it('is that of the pattern which names most of it, an own one before any that is built in', () => {
    const prices = table(price('*', 1, 1), price('gpt-*', 2, 2), price('gpt-4o-*', 3, 3), price('GPT-4o-mini', 4, 4))
    expect(['llama', 'gpt-5', 'gpt-4o-x', 'gpt-4o-mini'].map((model) => inputOf(prices, model))).toEqual([1, 2, 3, 4])
    const own = { ...defaultPriceTable, prices: [price('gpt-*', 9, 9)] }
    expect([inputOf(own, 'gpt-4o-mini'), inputOf(defaultPriceTable, 'gpt-4o-mini'), inputOf({ ...defaultPriceTable, useBuiltIn: false }, 'gpt-4o-mini')]).toEqual([9, 0.15, null])
  })

  it('that is built in fits no other model of the list', () => {
    for (const { model } of builtInPrices) {
      const name = model.replace('*', '20250101')
      expect(new Set(builtInPrices.filter((each) => fits(each.model, name)).map((each) => each.model))).toEqual(new Set([model]))
    }
    expect(['gpt-4o-audio-preview', 'claude-sonnet-4-5-20250929', 'gpt-4o-mini-tts', 'o3-pro'].map((model) => priceOf(defaultPriceTable, model, '2026-01-01'))).toEqual([null, null, null, null])
  })

  it('is found by a pattern as by its regular expression', () => {
    const sign = fc.constantFrom('a', 'b', '*')
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 7 }), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, name) => {
        expect(fits(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name))
      }),
      { numRuns: 500 }
    )
  })
})

describe('a price table', () => {
  it('holds the built-in prices', () => {
    expect(whyNotPrices({ prices: builtInPrices })).toBeNull()
    expect(priceTableSchema.parse({ prices: [{ model: ' m ', usdPerMillion: { input: 1, output: null } }] }).prices).toEqual([price('m', 1, null)])
  })

  it.each([
    [{ prices: [{ model: '', usdPerMillion: { input: 1, output: 1 } }] }, 'price 1: model names no model'],
    [{ prices: [price('m', 1, 1), price('m', -1, 1)] }, 'price 2: usdPerMillion input is below zero'],
    [{ prices: [{ ...price('m', 1, 1), validFrom: '2026-02-30' }] }, 'price 1: validFrom is not a day as in 2026-01-31']
  ])('that is wrong is refused with the place', (value, why) => {
    expect(whyNotPrices(value)).toBe(why)
  })
})
