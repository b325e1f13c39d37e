import type { StreamFacts } from '@shared/model/step'
import { formatDuration } from '../../format/duration'
import { formatCount, plural } from '../../format/number'

/** Items of a stream for each second between the first and the last; `null` when that is not recorded. */
export function itemsPerSecond({ firstItemUs, endUs, items }: StreamFacts): number | null {
  if (items === null || items < 2 || firstItemUs === null || endUs === null || endUs <= firstItemUs) return null
  return ((items - 1) * 1_000_000) / (endUs - firstItemUs)
}

/** What a stream recorded, in words; what it did not record is left out. */
export function streamWords(stream: StreamFacts): string {
  const { initUs, firstItemUs, endUs, items } = stream
  const rate = itemsPerSecond(stream)
  const parts = [
    items === null ? null : plural(items, 'item'),
    initUs === null || firstItemUs === null ? null : `first after ${formatDuration(firstItemUs - initUs)}`,
    rate === null ? null : `${rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate))} items/s`,
    endUs === null ? 'no end recorded' : null
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'stream' : parts.join(' · ')
}
