import { describe, expect, it } from 'vitest'
import { AdaptiveLimit } from './adaptiveLimit'

const never = new AbortController().signal

describe('how much is under way at once', () => {
  it('is bounded by number and by bytes, and one larger object travels alone', async () => {
    const limit = new AdaptiveLimit({ maxConcurrency: 3, maxBytes: 100 })
    await limit.acquire(60, never)
    let entered = false
    const second = limit.acquire(60, never).then(() => { entered = true })
    await Promise.resolve()
    expect(entered).toBe(false)
    limit.release(60)
    await second
    limit.release(60)
    await limit.acquire(1000, never)
    expect(limit.running).toBe(1)
    limit.release(1000)
  })

  it('halves once for a burst of refusals and grows back by one a round', () => {
    let nowMs = 0
    const limit = new AdaptiveLimit({ maxConcurrency: 16, maxBytes: 100 }, () => nowMs)
    for (let i = 0; i < 16; i += 1) limit.slowDown()
    expect(limit.limit).toBe(8)
    nowMs += 1000
    limit.slowDown()
    expect(limit.limit).toBe(4)
    for (let i = 0; i < 4; i += 1) limit.succeeded()
    expect(limit.limit).toBe(5)
    for (let i = 0; i < 1000; i += 1) limit.succeeded()
    expect(limit.limit).toBe(16)
    for (let i = 0; i < 10; i += 1) {
      nowMs += 1000
      limit.slowDown()
    }
    expect(limit.limit).toBe(1)
  })

  it('begins with few and lets in one more with each success, until it is refused for the first time', () => {
    const limit = new AdaptiveLimit({ maxConcurrency: 100, maxBytes: 100 }, () => 0)
    expect(limit.limit).toBe(16)
    for (let i = 0; i < 20; i += 1) limit.succeeded()
    expect(limit.limit).toBe(36)
    limit.slowDown()
    expect(limit.limit).toBe(18)
    for (let i = 0; i < 17; i += 1) limit.succeeded()
    expect(limit.limit).toBe(18)
    limit.succeeded()
    expect(limit.limit).toBe(19)
    for (let i = 0; i < 10_000; i += 1) limit.succeeded()
    expect(limit.limit).toBe(100)
  })

  it('lets nobody in who has given up', async () => {
    const limit = new AdaptiveLimit({ maxConcurrency: 1, maxBytes: 100 })
    const stop = new AbortController()
    await limit.acquire(1, never)
    const waiting = limit.acquire(1, stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    limit.release(1)
    expect(limit.running).toBe(0)
    await expect(limit.acquire(1, stop.signal)).rejects.toThrow('enough')
  })
})
