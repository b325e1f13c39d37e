import type { Insights, Times } from '@shared/contract/insights'
import type { PriceTable } from '@shared/model/price'
import { addUsage, noUsage } from '@shared/model/usage'
import type { Usage, UsageGroup } from '@shared/model/usage'
import { costOf } from '@shared/pricing/cost'
import type { Cost } from '@shared/pricing/cost'

/** One line of a table of usage: an action, a model or a day. */
export interface UsageRow {
  readonly name: string
  /** `null` = a model that was not named. */
  readonly label: string | null
  readonly usage: Usage
  readonly cost: Cost
  readonly times: Times | null
  readonly steps: { readonly count: number; readonly failed: number } | null
}

/** What a table can be sorted by, and its bars show. */
export type Measure = 'calls' | 'input' | 'output' | 'cost' | 'time' | 'p50' | 'p95'

/** The number behind a measure; `null` = not known. */
export function measureOf({ usage, cost, times }: UsageRow, measure: Measure): number | null {
  switch (measure) {
    case 'calls':
      return usage.calls
    case 'input':
      return usage.promptTokens
    case 'output':
      return usage.completionTokens
    case 'cost':
      return cost.usd
    case 'time':
      return times?.totalUs ?? null
    case 'p50':
      return times?.p50Us ?? null
    case 'p95':
      return times?.p95Us ?? null
  }
}

/** Rows with the largest of a measure first; those of which it is not known are the last. */
export function sortedBy(rows: readonly UsageRow[], measure: Measure): UsageRow[] {
  return rows.toSorted((a, b) => (measureOf(b, measure) ?? -1) - (measureOf(a, measure) ?? -1) || a.name.localeCompare(b.name))
}

/** The sum of some groups. */
export function sumOf(groups: readonly UsageGroup[]): Usage {
  return groups.reduce<Usage>((sum, group) => addUsage(sum, group), noUsage)
}

function grouped(groups: readonly UsageGroup[], by: (group: UsageGroup) => string): Map<string, UsageGroup[]> {
  const found = new Map<string, UsageGroup[]>()
  for (const group of groups) {
    const known = found.get(by(group))
    if (known === undefined) found.set(by(group), [group])
    else known.push(group)
  }
  return found
}

/** A row an action, also of those that called no model. */
export function actionRows({ usage, actions }: Insights, prices: PriceTable): UsageRow[] {
  const groups = grouped(usage, ({ action }) => action)
  const timed = new Map(actions.map((each) => [each.action, each]))
  return [...new Set([...timed.keys(), ...groups.keys()])].map((action) => {
    const own = groups.get(action) ?? []
    const times = timed.get(action)
    const steps = times === undefined ? null : { count: times.stepCount, failed: times.failedCount }
    return { name: action, label: action, usage: sumOf(own), cost: costOf(own, prices), times: times ?? null, steps }
  })
}

/** A row a model. */
export function modelRows({ usage, models }: Insights, prices: PriceTable): UsageRow[] {
  const timed = new Map(models.map((each) => [each.model, each]))
  return [...grouped(usage, ({ model }) => model ?? '')].map(([name, own]) => {
    const label = own[0]?.model ?? null
    return { name, label, usage: sumOf(own), cost: costOf(own, prices), times: timed.get(label) ?? null, steps: null }
  })
}

/** A row a day on which a model was called, the first day first. */
export function dayRows({ usage }: Insights, prices: PriceTable): UsageRow[] {
  const rows = [...grouped(usage, ({ day }) => day)].map(([day, own]) => ({ name: day, label: day, usage: sumOf(own), cost: costOf(own, prices), times: null, steps: null }))
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
