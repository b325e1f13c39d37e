import type { RequestCounts } from '@shared/model/status'

/** List prices of S3 Standard in US dollars a request (us-east-1): PUT and LIST, GET and HEAD. */
const listUsd = 0.005 / 1000
const getUsd = 0.0004 / 1000

/** What requests cost at most on AWS, in US dollars; transfer is not in it. */
export function requestCostUsd(requests: RequestCounts): number {
  return (requests.list + requests.put) * listUsd + (requests.get + requests.head) * getUsd
}

/** A small sum for reading: `$0.02`, `< $0.01`, `$0`. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0'
  return usd < 0.01 ? '< $0.01' : `$${usd.toFixed(2)}`
}
