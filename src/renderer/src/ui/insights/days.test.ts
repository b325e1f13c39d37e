import { describe, expect, it } from 'vitest'
import { noUsage } from '@shared/model/usage'
import { chartDays, mostDays } from './days'

const row = (name: string) => ({ name, label: name, usage: noUsage, cost: { usd: 1, unknown: [] }, times: null, steps: null })

describe('the days of a chart', () => {
  it('have those between them on which nothing was called', () => {
    expect(chartDays([row('2026-02-27'), row('2026-03-02')]).map(({ day, row: own }) => [day, own !== null])).toEqual([
      ['2026-02-27', true], ['2026-02-28', false], ['2026-03-01', false], ['2026-03-02', true]
    ])
    expect(chartDays([])).toEqual([])
  })

  it('are the last ones when there are too many', () => {
    const days = chartDays([row('2020-01-01'), row('2026-03-02')])
    expect([days.length, days.at(-1)?.day]).toEqual([mostDays, '2026-03-02'])
  })
})
