import { chooseProjects, playScene } from './generate'
import { Random } from './random'
import type { SeedObject } from './tracker'

/** How to go on writing. */
export interface LiveOptions {
  /** Writes one object. */
  readonly put: (object: SeedObject) => Promise<unknown>
  readonly seed: string
  /** What the runs that were under way when the bucket was filled are still to write. */
  readonly unfinished?: readonly SeedObject[]
  readonly projects?: readonly string[]
  /** A new group of runs begins about this often; 6 s by default. */
  readonly everyMs?: number
  readonly signal: AbortSignal
}

/** Continues the unfinished runs and begins new ones, each object when its time has come, until the signal; a failed PUT is tried again. */
export async function runLive(options: LiveOptions): Promise<void> {
  const projects = chooseProjects(options.projects)
  const random = new Random(`${options.seed}/live`)
  const waiting: SeedObject[] = [...(options.unfinished ?? [])]
  let nextRunMs = Date.now() + 1000
  // Numbers beyond any seeded scene, so that the new runs are new ones.
  for (let index = Math.floor(Date.now() / 1000); !options.signal.aborted; ) {
    const nowMs = Date.now()
    if (nowMs >= nextRunMs) {
      waiting.push(...playScene(projects, { seed: options.seed, index: index++, startUs: nowMs * 1000 }).end())
      nextRunMs = nowMs + random.latencyMs(options.everyMs ?? 6000)
    }
    waiting.sort((a, b) => a.timeUs - b.timeUs)
    const due = waiting.findIndex((object) => object.timeUs > nowMs * 1000)
    const ready = waiting.splice(0, due < 0 ? waiting.length : due)
    for (const object of ready) {
      try {
        await options.put(object)
      } catch {
        if (!options.signal.aborted) waiting.push(object)
      }
    }
    await pause(200, options.signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
