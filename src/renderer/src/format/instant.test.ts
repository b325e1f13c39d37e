import { describe, expect, it } from 'vitest'
import { formatAge, isoInstant } from './instant'

const nowMs = Date.UTC(2026, 10, 22, 12)
const ago = (seconds: number): string => formatAge((nowMs / 1000 - seconds) * 1_000_000, nowMs)

describe('an instant', () => {
  it('keeps its microseconds as ISO text', () => {
    expect(isoInstant(1_795_000_000_123_456)).toBe('2026-11-18T11:06:40.123456Z')
    expect(isoInstant(1_795_000_000_000_007)).toBe('2026-11-18T11:06:40.000007Z')
    expect(isoInstant(-1)).toBe('1969-12-31T23:59:59.999999Z')
  })

  it('gives its number when no calendar holds it', () => {
    expect(isoInstant(9e18)).toBe('9000000000000000000')
  })

  it.each([[0, 'now'], [1, 'now'], [5, '5 s'], [59, '59 s'], [60, '1 m'], [3_599, '59 m'], [3_600, '1 h'], [47 * 3600, '47 h'], [48 * 3600, '2 d'], [13 * 86_400, '13 d'], [14 * 86_400, '2 w'], [364 * 86_400, '52 w'], [365 * 86_400, '1 y'], [-90, 'in 1 m']])(
    '%s seconds ago reads %s',
    (seconds, words) => expect(ago(seconds)).toBe(words)
  )
})
