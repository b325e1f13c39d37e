import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright'
import type { CDPSession, ElectronApplication, Page } from 'playwright'

/** What something cost the window: until it was painted by the clock, and what its main thread did until it was quiet again. */
export interface Cost {
  readonly ms: number
  /** The longest time in which the window could not answer; 0 = never for 50 ms. */
  readonly frozenMs: number
  /** CPU time of the page's own code. */
  readonly scriptMs: number
  /** CPU time of styles and layout. */
  readonly layoutMs: number
  /** CPU time of all that the thread did. */
  readonly taskMs: number
}

/** What scrolling cost. */
export interface ScrollCost {
  readonly framesPerSecond: number
  readonly scriptMsPerFrame: number
  readonly layoutMsPerFrame: number
  readonly taskMsPerFrame: number
  readonly frozenMs: number
}

/** The built app with one window, and a way to measure what is done in it. */
export class MeasuredApp {
  private constructor(readonly app: ElectronApplication, readonly page: Page, private readonly session: CDPSession) {}

  static async start(env: Record<string, string>): Promise<MeasuredApp> {
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await _electron.launch({ args: [...flags, fileURLToPath(new URL('../..', import.meta.url))], env, timeout: 60_000 })
    const page = await app.firstWindow()
    await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900) })
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new MeasuredApp(app, page, session)
  }

  /** Whether the window is drawn by the CPU, which makes frames slow whatever the page does. */
  async drawsBySoftware(): Promise<boolean> {
    const status = await this.app.evaluate(({ app }) => app.getGPUFeatureStatus().gpu_compositing)
    return !status.startsWith('enabled')
  }

  /** A method of the contract; its value. */
  async call(method: string, input: unknown): Promise<unknown> {
    const reply = await this.page.evaluate(`window.burr.call(${JSON.stringify(method)}, ${JSON.stringify(input)})`)
    const { ok, value, error } = JSON.parse(String(reply)) as { ok: boolean; value?: unknown; error?: { message: string } }
    if (!ok) throw new Error(`${method}: ${error?.message ?? 'failed'}`)
    return value
  }

  /** Waits until none of the app's processes does much any more. */
  async settle(timeoutMs: number): Promise<void> {
    const untilMs = Date.now() + timeoutMs
    for (let quiet = 0; quiet < 2 && Date.now() < untilMs;) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const percent = await this.app.evaluate(({ app }) => app.getAppMetrics().reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0))
      quiet = percent < 8 ? quiet + 1 : 0
    }
  }

  /** Runs `script` in the page and waits until the expression `isReady` holds there and was painted. */
  async cost(script: string, isReady: string): Promise<Cost> {
    const before = await this.metrics()
    const { ms, frozenMs } = (await this.page.evaluate(inPage(script, isReady))) as { ms: number; frozenMs: number }
    return { ms, frozenMs, ...since(before, await this.metrics()) }
  }

  /** Scrolls an element by so many pixels a frame, for so long. */
  async scroll(selector: string, pxPerFrame: number, forMs: number): Promise<ScrollCost> {
    const before = await this.metrics()
    const { frames, ms, frozenMs } = (await this.page.evaluate(scrolling(selector, pxPerFrame, forMs))) as { frames: number; ms: number; frozenMs: number }
    const { scriptMs, layoutMs, taskMs } = since(before, await this.metrics())
    return { framesPerSecond: (frames * 1000) / ms, scriptMsPerFrame: scriptMs / frames, layoutMsPerFrame: layoutMs / frames, taskMsPerFrame: taskMs / frames, frozenMs }
  }

  /** Profiles what is done meanwhile into a file that developer tools open. */
  async profile<Result>(doing: () => Promise<Result>): Promise<{ readonly result: Result; readonly profile: unknown }> {
    await this.session.send('Profiler.enable')
    await this.session.send('Profiler.setSamplingInterval', { interval: 200 })
    await this.session.send('Profiler.start')
    const result = await doing()
    const { profile } = await this.session.send('Profiler.stop')
    return { result, profile }
  }

  async close(): Promise<void> {
    await this.app.close()
  }

  private async metrics(): Promise<ReadonlyMap<string, number>> {
    const { metrics } = await this.session.send('Performance.getMetrics')
    return new Map(metrics.map(({ name, value }) => [name, value * 1000]))
  }
}

function since(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): { scriptMs: number; layoutMs: number; taskMs: number } {
  const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0)
  return { scriptMs: grown('ScriptDuration'), layoutMs: grown('LayoutDuration') + grown('RecalcStyleDuration'), taskMs: grown('TaskDuration') }
}

const watchingLongTasks = `
  const longTasks = []
  const watch = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)))
  watch.observe({ type: 'longtask' })
  const frozen = () => { longTasks.push(...watch.takeRecords().map((entry) => entry.duration)); watch.disconnect(); return Math.max(0, ...longTasks) }`

const inPage = (script: string, isReady: string): string => `(async () => {
  ${watchingLongTasks}
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const began = performance.now()
  ${script}
  await new Promise((resolve, reject) => {
    const look = () => {
      if (${isReady}) { const painted = new MessageChannel(); painted.port1.onmessage = resolve; painted.port2.postMessage(null) }
      else if (performance.now() - began > 60000) reject(new Error(${JSON.stringify(`never: ${isReady}`)}))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const ms = performance.now() - began
  await new Promise((resolve) => setTimeout(resolve, 400))
  return { ms, frozenMs: frozen() }
})()`

const scrolling = (selector: string, pxPerFrame: number, forMs: number): string => `(async () => {
  ${watchingLongTasks}
  const element = document.querySelector(${JSON.stringify(selector)})
  const began = performance.now()
  let frames = 0
  await new Promise((resolve) => {
    const move = () => {
      frames += 1
      element.scrollTop += ${String(pxPerFrame)}
      if (performance.now() - began < ${String(forMs)}) requestAnimationFrame(move)
      else resolve()
    }
    requestAnimationFrame(move)
  })
  return { frames, ms: performance.now() - began, frozenMs: frozen() }
})()`
