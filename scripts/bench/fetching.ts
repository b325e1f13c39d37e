import type { FetchOrder, FetchResult } from './fetchProcess'
import { runHere } from './onAppNode'

/** Lists and gets by one way in a process of its own, on the Node of the app where that is prepared. */
export function fetchBy(order: FetchOrder): Promise<FetchResult> {
  return runHere<FetchResult>('fetchProcess.ts', order, { env: { BURR_DESKTOP_LEAN_LANE: String(order.way !== 'sdk') } })
}

/** Requests a second of listing and getting together. */
export function rateOf(result: FetchResult): number {
  return result.got / (result.bothMs / 1000)
}
