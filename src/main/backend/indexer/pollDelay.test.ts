import { afterEach, describe, expect, it, vi } from 'vitest'
import { BucketError } from '../bucket/bucketError'
import { Schedule } from '../schedule'
import { Freshness } from './freshness'
import { focusDelayMs, pollDelayMs, retryDelayMs } from './pollDelay'

const seen = { project: 'p', runOpen: false, visible: true }

describe('the time between polls', () => {
  it('is three seconds for an open run, ten for a project, and the one that is set otherwise', () => {
    expect(focusDelayMs({ ...seen, runOpen: true }, 120_000)).toBe(3000)
    expect(focusDelayMs(seen, 120_000)).toBe(10_000)
    expect(focusDelayMs({ ...seen, project: null }, 120_000)).toBeNull()
    expect(pollDelayMs(seen, 120_000)).toBe(120_000)
  })

  it('is never longer than the one that is set while the window is seen', () => {
    expect(focusDelayMs(seen, 5000)).toBeNull()
    expect(pollDelayMs(seen, 5000)).toBe(5000)
  })

  it('is ten minutes or more while the window is hidden', () => {
    const hidden = { ...seen, visible: false }
    expect(focusDelayMs({ ...hidden, runOpen: true }, 120_000)).toBeNull()
    expect(pollDelayMs(hidden, 120_000)).toBe(600_000)
    expect(pollDelayMs(hidden, 3_600_000)).toBe(3_600_000)
  })

  it('after trouble is less than a minute, after a refusal a quarter of an hour', () => {
    const delays = [1, 2, 3, 4, 5, 20].map((failures) => retryDelayMs(new Error('away'), failures))
    expect(delays).toEqual([5000, 10_000, 20_000, 40_000, 45_000, 45_000])
    expect([1, 6, 20].map((failures) => retryDelayMs(new Error('away'), failures, false))).toEqual([5000, 160_000, 300_000])
    expect(retryDelayMs(new BucketError('access-denied-list', { bucket: 'b' }), 1)).toBe(900_000)
  })
})

describe('what is on screen', () => {
  it('is as fresh as the flush of the writer, the next poll and its length allow, and less when a poll is overdue', () => {
    const freshness = new Freshness()
    expect(freshness.withinMs(seen, 120_000, 1000)).toBeNull()
    freshness.polled(10_000, 10_200)
    expect(freshness.withinMs({ ...seen, runOpen: true }, 120_000, 12_000)).toBe(5000 + 3300 + 200)
    expect(freshness.withinMs(seen, 120_000, 12_000)).toBe(5000 + 11_000 + 200)
    expect(freshness.withinMs({ ...seen, project: null }, 120_000, 12_000)).toBe(5000 + 132_000 + 200)
    expect(freshness.withinMs({ ...seen, visible: false }, 120_000, 12_000)).toBe(5000 + 660_000 + 200)
    expect(freshness.withinMs({ ...seen, runOpen: true }, 120_000, 70_000)).toBe(65_000)
  })
})

describe('a network that is away for ten minutes', () => {
  afterEach(() => { vi.useRealTimers() })

  it('F-S3-19 is asked for once in 30 seconds at most, on the average, and within a minute of its return', async () => {
    vi.useFakeTimers()
    let [asked, isAway, backMs] = [0, true, Infinity]
    const schedule = new Schedule({
      run: () => {
        asked++
        if (isAway) return Promise.reject(new BucketError('unreachable', { bucket: 'b' }))
        backMs = Math.min(backMs, Date.now())
        return Promise.resolve()
      },
      delayMs: () => pollDelayMs(seen, 120_000),
      retryDelayMs: (error, failures) => retryDelayMs(error, failures)
    })
    schedule.start()
    await vi.advanceTimersByTimeAsync(600_000)
    const whileAway = asked
    isAway = false
    const returnedMs = Date.now()
    await vi.advanceTimersByTimeAsync(60_000)
    await schedule.stop(new Error('over'))
    console.log(`F-S3-19 asked ${whileAway} times in 10 minutes away, and ${(backMs - returnedMs) / 1000} s after the return`)
    expect(whileAway).toBeGreaterThan(5)
    expect(whileAway).toBeLessThanOrEqual(20)
    expect(backMs - returnedMs).toBeLessThanOrEqual(60_000)
  })
})
