import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactDuration, formatDuration } from './duration'

describe('a duration', () => {
  it.each([
    [null, '—'],
    [0, '0 ms'],
    [420, '420 µs'],
    [1_000, '1.0 ms'],
    [12_400, '12 ms'],
    [999_499, '999 ms'],
    [999_500, '1.00 s'],
    [1_240_000, '1.24 s'],
    [9_999_000, '10.0 s'],
    [59_949_000, '59.9 s'],
    [59_960_000, '1 m 0 s'],
    [192_000_000, '3 m 12 s'],
    [3_599_600_000, '1 h 0 m'],
    [3_840_000_000, '1 h 4 m'],
    [86_399_000_000, '1 d 0 h'],
    [183_600_000_000, '2 d 3 h'],
    [-1_240_000, '−1.24 s']
  ])('of %s µs reads %s', (durationUs, words) => {
    expect(formatDuration(durationUs)).toBe(words)
  })

  it('never shows a full unit as the parts of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000_000_000 }), (durationUs) => {
        expect(formatDuration(durationUs)).not.toMatch(/1000 (µs|ms)|60(\.\d+)? s|\b60 [sm]\b|24 h/)
      }),
      { numRuns: 5000 }
    )
  })

  it('is exact to the microsecond when copied', () => {
    expect(exactDuration(1_240_001)).toBe('1.240001 s')
  })
})
