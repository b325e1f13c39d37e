import { BucketError } from '../bucket/bucketError'

/** What the person looks at. */
export interface Focus {
  readonly project: string | null
  readonly runOpen: boolean
  readonly visible: boolean
}

const openRunMs = 3000
const openProjectMs = 10_000
const hiddenMs = 600_000

/** Time between two polls of all projects. */
export function pollDelayMs(focus: Focus, intervalMs: number): number {
  return focus.visible ? intervalMs : Math.max(intervalMs, hiddenMs)
}

/** Time between two polls of the project on screen; `null` when it is polled with all others soon enough. */
export function focusDelayMs(focus: Focus, intervalMs: number): number | null {
  if (!focus.visible || focus.project === null) return null
  const delayMs = focus.runOpen ? openRunMs : openProjectMs
  return delayMs < intervalMs ? delayMs : null
}

const firstRetryMs = 5000
const longestRetryMs = 45_000
const longestHiddenRetryMs = 5 * 60_000
const deniedRetryMs = 15 * 60_000

/** Time to the next try after failures in a row: within a minute of the end of a trouble while somebody looks, and seldom where only a person can help. */
export function retryDelayMs(error: unknown, failures: number, visible = true): number {
  if (error instanceof BucketError && (error.reason === 'access-denied-list' || error.reason === 'no-such-bucket')) return deniedRetryMs
  return Math.min(firstRetryMs * 2 ** (failures - 1), visible ? longestRetryMs : longestHiddenRetryMs)
}
