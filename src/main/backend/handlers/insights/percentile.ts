import type { Times } from '@shared/contract/insights'

/** What times (microseconds, in any order) come to; a percentile is one of them, the nearest rank. */
export function timesOf(durationsUs: readonly number[]): Times {
  const sorted = Float64Array.from(durationsUs).sort()
  const at = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  return { count: sorted.length, totalUs: sorted.reduce((sum, each) => sum + each, 0), p50Us: at(0.5), p95Us: at(0.95), maxUs: at(1) }
}
