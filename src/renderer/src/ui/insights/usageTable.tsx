import { ArrowDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { compactCount, formatCount, plural } from '../../format/number'
import { showSigns } from '../showSigns'
import { Duration } from '../duration'
import { useKept } from '../kept'
import { Bar } from './bar'
import { CostText } from './costText'
import { tokenWords } from './costWords'
import { measureOf, sortedBy } from './usageRows'
import type { Measure, UsageRow } from './usageRows'

interface Props {
  /** What a row is: `Action`. */
  readonly title: string
  readonly rows: readonly UsageRow[]
  readonly measures: readonly Measure[]
  /** Sorted by this until a person chooses. */
  readonly first: Measure
  /** A row is a link or a button, when it leads anywhere. */
  readonly nameOf?: (row: UsageRow) => ReactNode
  /** What is said of a row's cost on hover. */
  readonly costAbout?: (row: UsageRow) => string
}

const heads: Readonly<Record<Measure, readonly [title: string, about: string]>> = {
  calls: ['Calls', 'Calls of language models'],
  input: ['Input', 'Prompt tokens, those from a cache included'],
  output: ['Output', 'Completion tokens, those of reasoning included'],
  cost: ['Cost', 'By the price table; ≥ where something has no price'],
  time: ['Time', 'All steps or calls together'],
  p50: ['p50', 'Half took no longer'],
  p95: ['p95', 'Nineteen of twenty took no longer']
}

/** Usage in rows; the column it is sorted by is drawn as bars too. */
export function UsageTable({ title, rows, measures, first, nameOf, costAbout }: Props) {
  const [kept, keep] = useKept<string>(`insights.${title}.by`, '', (text) => (typeof text === 'string' ? text : undefined))
  const by = measures.find((each) => each === kept) ?? first
  const largest = Math.max(0, ...rows.map((row) => measureOf(row, by) ?? 0))
  return (
    <div className="overflow-x-auto">
      <table className="tabular w-full border-collapse text-sm">
        <thead>
          <tr className="h-6 text-xs text-ink-faint">
            <th scope="col" className="px-3 text-left font-normal">{title}</th>
            {measures.map((each) => (
              <th key={each} scope="col" aria-sort={each === by ? 'descending' : undefined} className="p-0 text-right font-normal">
                <button type="button" title={`${heads[each][1]}. Sort by it`} onClick={() => keep(each)} className="inline-flex h-6 w-full items-center justify-end gap-0.5 px-1.5 hover:text-ink">
                  {each === by ? <ArrowDown aria-hidden size={11} /> : null}
                  {heads[each][0]}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortedBy(rows, by).map((row) => (
            <tr key={row.name} className="h-7 hover:bg-hover">
              <th scope="row" className="w-full max-w-0 min-w-30 px-3 text-left font-normal">
                <span className="block truncate" title={showSigns(row.label ?? '')}>{nameOf?.(row) ?? (row.label === null ? null : showSigns(row.label)) ?? <span className="text-ink-dim italic">no model named</span>}</span>
                <Bar share={shareOf(measureOf(row, by), largest)} />
              </th>
              {measures.map((each) => <td key={each} className="px-1.5 text-right whitespace-nowrap"><Value row={row} measure={each} costAbout={costAbout} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const shareOf = (value: number | null, largest: number): number | null => (value === null || largest === 0 ? null : value / largest)

function Value({ row, measure, costAbout }: { row: UsageRow; measure: Measure; costAbout: Props['costAbout'] }) {
  const { usage, times, cost, steps } = row
  switch (measure) {
    case 'calls':
      return usage.calls === 0 ? dash : <span title={usage.callsWithoutTokens === 0 ? undefined : `${plural(usage.callsWithoutTokens, 'call')} without logged tokens`}>{formatCount(usage.calls)}</span>
    case 'input':
      return usage.calls === usage.callsWithoutTokens ? dash : <span title={tokenWords(usage)}>{compactCount(usage.promptTokens)}</span>
    case 'output':
      return usage.calls === usage.callsWithoutTokens ? dash : <span title={tokenWords(usage)}>{compactCount(usage.completionTokens)}</span>
    case 'cost':
      return <CostText cost={cost} about={costAbout?.(row) ?? ''} />
    default: {
      const count = times?.count ?? 0
      const about = steps === null ? plural(count, 'timed call') : `${plural(steps.count, 'step')}, ${formatCount(steps.failed)} failed; ${formatCount(count)} timed`
      return <span title={about}><Duration durationUs={count === 0 ? null : measureOf(row, measure)} /></span>
    }
  }
}

const dash = <span className="text-ink-faint">—</span>
