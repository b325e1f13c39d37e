import { focusDelayMs, pollDelayMs } from './pollDelay'
import type { Focus } from './pollDelay'

/** Burr's client keeps what it logs so long before it writes an object. */
export const writerFlushMs = 5000
/** A planned poll comes up to a tenth later, so that many apps do not ask at once. */
const latest = 1.1

/** Tells how old what is on screen can be, from the polls that ended well. */
export class Freshness {
  #beganAtMs: number | null = null
  #tookMs = 0

  /** A poll of what is on screen began and ended well then. */
  polled(beganAtMs: number, endedAtMs: number): void {
    this.#beganAtMs = beganAtMs
    this.#tookMs = endedAtMs - beganAtMs
  }

  /** What is on screen is of another project now, or nothing is polled any more. */
  forget(): void {
    this.#beganAtMs = null
  }

  /**
   * What was logged longer ago is on screen, or being indexed, milliseconds: the writer's flush, the time to the next poll, and
   * what a poll takes; more when the next one is overdue. `null` = not polled yet.
   */
  withinMs(focus: Focus, intervalMs: number, nowMs: number): number | null {
    if (this.#beganAtMs === null) return null
    const delayMs = focusDelayMs(focus, intervalMs) ?? pollDelayMs(focus, intervalMs)
    return Math.round(writerFlushMs + Math.max(delayMs * latest + this.#tookMs, nowMs - this.#beganAtMs))
  }
}
