import { useQuery } from '@tanstack/react-query'
import type { RunRow } from '@shared/model/run'
import { costOf } from '@shared/pricing/cost'
import { pricesQuery } from '../queries/prices'
import { runUsageQuery } from '../queries/runUsage'
import { CostText } from '../ui/insights/costText'

/** What the calls of a run cost, without those of its sub-runs: worked out for the rows that are seen. */
export function RunCost({ run }: { run: RunRow }) {
  const hasTokens = run.promptTokens + run.completionTokens > 0
  const { data } = useQuery({ ...runUsageQuery(run), enabled: hasTokens })
  const prices = useQuery(pricesQuery()).data
  if (!hasTokens) return <span className="text-ink-faint">—</span>
  if (data === undefined || prices === undefined) return null
  return <CostText cost={costOf(data.usage, prices.table)} about={data.isWhole ? '' : 'Partial: not all log files are on this computer'} />
}
