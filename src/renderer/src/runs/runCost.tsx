import { useQuery } from '@tanstack/react-query'
import type { RunUsage } from '@shared/contract/insights'
import type { RunRow } from '@shared/model/run'
import { costOf } from '@shared/pricing/cost'
import { pricesQuery } from '../queries/prices'
import { runUsageQuery } from '../queries/runUsage'
import { CostText } from '../ui/insights/costText'

/** What the calls of a run cost, without those of its sub-runs: worked out for the rows that are seen. */
export function RunCost({ run }: { run: RunRow }) {
  // Rows come and go with every frame of scrolling, and a query is the dearest part of one.
  return run.promptTokens + run.completionTokens > 0 ? <CostOfTokens run={run} /> : <span className="text-ink-faint">—</span>
}

function CostOfTokens({ run }: { run: RunRow }) {
  const { data } = useQuery(runUsageQuery(run))
  return data === undefined ? null : <CostOfUsage usage={data} />
}

function CostOfUsage({ usage: { usage, isWhole } }: { usage: RunUsage }) {
  const prices = useQuery(pricesQuery()).data
  return prices === undefined ? null : <CostText cost={costOf(usage, prices.table)} about={isWhole ? '' : 'Partial: not all log files are on this computer'} />
}
