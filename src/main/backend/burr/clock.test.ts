import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logTimeText, parseLogTime } from './clock'
import { repairClock, utcOf, type Stamp } from './clockRepair'

describe('parseLogTime', () => {
  it('agrees with Date on any instant, to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1750, 0, 1), max: Date.UTC(2250, 0, 1) }), fc.nat(999), (ms, rest) => {
        const iso = new Date(ms).toISOString().slice(0, 23)
        const micros = String(rest).padStart(3, '0')
        expect(parseLogTime(`${iso}${micros}Z`)).toEqual({ text: `${iso}${micros}Z`, us: ms * 1000 + rest, isUtc: true })
        expect(parseLogTime(`${iso}${micros}`)).toMatchObject({ us: ms * 1000 + rest, isUtc: false })
        const time = { us: ms * 1000 + rest, isUtc: rest % 2 === 0 }
        expect(parseLogTime(logTimeText(time))).toMatchObject(time)
      }),
      { numRuns: 5000, seed: 1 }
    )
  })

  it.each([
    ['2026-11-22T12:58:15', 0, false],
    ['2026-11-22T12:58:15Z', 0, true],
    ['2026-11-22 12:58:15.5', 500_000, false],
    ['2026-11-22T12:58:15.290239123', 290_239, false],
    ['2026-11-22T18:28:15+05:30', 0, true],
    ['2026-11-22T07:58:15.000001-0500', 1, true]
  ])('reads %s', (text, micros, isUtc) => {
    expect(parseLogTime(text)).toEqual({ text, us: Date.UTC(2026, 10, 22, 12, 58, 15) * 1000 + micros, isUtc })
  })

  it.each(['', 'now', '2026-11-22', '2026-13-22T12:58:15', '2026-11-22T25:00:00', '2026-11-22T12:58:15.', '2026-11-22T12:58:15.1x', '2026-11-22T12:58:15 Z', '20261122T125815'])(
    'refuses %j',
    (text) => expect(parseLogTime(text)).toBeNull()
  )
})

function stamps(...texts: readonly string[]): readonly Stamp[] {
  return texts.map((text, line) => {
    const time = parseLogTime(text.length <= 16 ? `2026-11-22T${text}` : text)
    if (time === null) throw new Error(text)
    return { line, time }
  })
}

function utc(text: string): number {
  return parseLogTime(`2026-11-22T${text}Z`)?.us ?? 0
}

describe('repairClock', () => {
  it('rounds key minus last naive time to a quarter of an hour', () => {
    const clock = repairClock(stamps('12:58:15.290391', '12:58:15.495101'), utc('17:58:16.496016'))
    expect(clock).toEqual({ offsetMinutes: -300, sure: true, breaks: [] })
    expect(utcOf(clock, 0, { us: utc('12:58:15.290239'), isUtc: false })).toBe(utc('17:58:15.290239'))
    expect(utcOf(clock, 0, { us: utc('12:58:15'), isUtc: true })).toBe(utc('12:58:15'))
  })

  it.each([
    ['23:28:15', '17:58:16', 330],
    ['23:43:15', '17:58:16', 345],
    ['17:58:15', '17:58:16', 0],
    ['08:28:15', '17:58:16', -570]
  ])('finds the zone of a writer at %s when it is %s', (naive, key, offsetMinutes) => {
    expect(repairClock(stamps(naive), utc(key))).toMatchObject({ offsetMinutes, sure: true })
  })

  it('is not sure of a late file, unless a UTC line stands beside', () => {
    expect(repairClock(stamps('12:58:15'), utc('18:04:00'))).toMatchObject({ offsetMinutes: -300, sure: false })
    const late = stamps('12:58:15', '17:58:15.1Z', '12:58:15.2')
    expect(repairClock(late, utc('18:30:00'))).toEqual({ offsetMinutes: -300, sure: true, breaks: [] })
    expect(repairClock(late.slice(0, 2), utc('18:30:00'))).toMatchObject({ offsetMinutes: -300, sure: false })
  })

  it('keeps the key as witness when the UTC line came long after', () => {
    const slow = stamps('12:58:15', '18:40:00Z', '13:40:01')
    expect(repairClock(slow, utc('18:40:02'))).toEqual({ offsetMinutes: -300, sure: true, breaks: [] })
  })

  it('follows a clock that is put back inside the file', () => {
    const clock = repairClock(stamps('01:59:59', '01:00:01', '01:00:02'), utc('06:00:03'))
    expect(clock).toEqual({ offsetMinutes: -300, sure: true, breaks: [{ untilLine: 0, offsetMinutes: -240 }] })
    expect(utcOf(clock, 0, { us: utc('01:59:59'), isUtc: false })).toBe(utc('05:59:59'))
    expect(utcOf(clock, 1, { us: utc('01:00:01'), isUtc: false })).toBe(utc('06:00:01'))
  })

  it('has no offset when all times are UTC', () => {
    expect(repairClock(stamps('17:58:15Z'), utc('17:58:16'))).toEqual({ offsetMinutes: null, sure: true, breaks: [] })
    expect(repairClock([], 0)).toMatchObject({ offsetMinutes: null })
  })
})
