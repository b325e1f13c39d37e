import { describe, expect, it } from 'vitest'
import { Schedule } from './schedule'
import type { ScheduleClock, ScheduleOptions } from './schedule'

/** A clock that stands still until it is moved. */
class HeldClock implements ScheduleClock {
  #nowMs = 0
  readonly #pending = new Set<{ readonly atMs: number; readonly callback: () => void }>()

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, callback }
    this.#pending.add(entry)
    return () => this.#pending.delete(entry)
  }

  get pending(): number {
    return this.#pending.size
  }

  async move(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs
    for (;;) {
      await settle()
      const next = [...this.#pending].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.#pending.delete(next)
      this.#nowMs = next.atMs
      next.callback()
    }
    this.#nowMs = untilMs
    await settle()
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

function setUp(more: Partial<ScheduleOptions> = {}) {
  const clock = new HeldClock()
  const runs: number[] = []
  const planned: (number | null)[] = []
  const schedule = new Schedule({
    run: () => {
      runs.push(clock.nowMs())
      return Promise.resolve()
    },
    delayMs: () => 1000,
    retryDelayMs: (_error, failures) => 100 * 2 ** failures,
    onPlanned: (atMs) => planned.push(atMs),
    random: () => 0.5,
    clock,
    ...more
  })
  return { clock, runs, planned, schedule }
}

describe('a schedule', () => {
  it('runs at once and then at the interval', async () => {
    const { clock, runs, planned, schedule } = setUp()
    schedule.start()
    await clock.move(3500)
    expect(runs).toEqual([0, 1000, 2000, 3000])
    expect(planned.at(-1)).toBe(4000)
  })

  it('moves each time by a tenth at most', async () => {
    for (const [random, at] of [[0, 900], [1, 1100]] as const) {
      const { clock, runs, schedule } = setUp({ random: () => random })
      schedule.start()
      await clock.move(1200)
      expect(runs[1]).toBeCloseTo(at, 6)
    }
  })

  it('never runs twice at once, and once more when it was asked for meanwhile', async () => {
    let atOnce = 0
    let most = 0
    const ends: (() => void)[] = []
    const { clock, schedule } = setUp({
      run: async () => {
        atOnce += 1
        most = Math.max(most, atOnce)
        await new Promise<void>((resolve) => { ends.push(resolve) })
        atOnce -= 1
      }
    })
    schedule.start()
    await clock.move(5000)
    schedule.runNow()
    schedule.runNow()
    expect(ends).toHaveLength(1)
    ends[0]?.()
    await clock.move(0)
    expect(ends).toHaveLength(2)
    ends[1]?.()
    await clock.move(999)
    expect(ends).toHaveLength(2)
    expect(most).toBe(1)
  })

  it('comes later after each failure and in time again after a success', async () => {
    let left = 3
    const at: number[] = []
    const { clock, schedule } = setUp({
      run: () => {
        at.push(clock.nowMs())
        left -= 1
        return left >= 0 ? Promise.reject(new Error('no')) : Promise.resolve()
      }
    })
    schedule.start()
    await clock.move(2500)
    expect(at).toEqual([0, 200, 600, 1400, 2400])
  })

  it('stops: what runs is aborted and awaited, nothing is planned, and it can be started again', async () => {
    const { clock, planned, schedule, runs } = setUp({
      run: (signal) => new Promise((_resolve, reject) => {
        runs.push(0)
        signal.addEventListener('abort', () => reject(new Error('stopped')))
      })
    })
    schedule.start()
    await settle()
    await schedule.stop()
    expect(clock.pending).toBe(0)
    expect(planned).toEqual([null])
    schedule.runNow()
    await clock.move(10_000)
    expect(runs).toHaveLength(1)
    schedule.start()
    await settle()
    expect(runs).toHaveLength(2)
    await schedule.stop()
  })

  it('plans nothing while there is no interval, and anew when one comes', async () => {
    let delayMs: number | null = null
    const { clock, runs, schedule } = setUp({ delayMs: () => delayMs })
    schedule.start()
    await clock.move(100_000)
    expect(runs).toEqual([0])
    delayMs = 3000
    schedule.replan()
    await clock.move(3000)
    expect(runs).toEqual([0, 103_000])
  })
})
