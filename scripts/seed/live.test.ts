import { describe, expect, it } from 'vitest'
import { generate } from './generate'
import { runLive } from './live'
import type { SeedObject } from './tracker'

describe('live writing', () => {
  it('begins new runs, writes each object when its time has come, and tries again what failed', async () => {
    const stop = new AbortController()
    const written: { object: SeedObject; lateMs: number }[] = []
    const refused = new Set<string>()
    const put = async (object: SeedObject): Promise<void> => {
      if (refused.size < 3 && !refused.has(object.key)) {
        refused.add(object.key)
        throw new Error('not now')
      }
      written.push({ object, lateMs: Date.now() - object.timeUs / 1000 })
    }
    const unfinished: SeedObject[] = []
    for (const _ of generate({ seed: 'live', runs: 100, nowUs: Date.now() * 1000, onLater: (object) => unfinished.push(object) }));
    setTimeout(() => stop.abort(), 5000)
    await runLive({ put, seed: 'live', unfinished, everyMs: 150, signal: stop.signal })
    const keys = written.map(({ object }) => object.key)
    expect(keys.length).toBeGreaterThan(20)
    expect(unfinished.filter((object) => keys.includes(object.key)).length).toBeGreaterThan(0)
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of refused) expect(keys).toContain(key)
    for (const { lateMs } of written) expect(lateMs).toBeGreaterThanOrEqual(-1)
    expect(keys.filter((key) => key.endsWith('/graph.json')).length).toBeGreaterThan(5)
    expect(keys.some((key) => key.endsWith('.jsonl'))).toBe(true)
  })
})
