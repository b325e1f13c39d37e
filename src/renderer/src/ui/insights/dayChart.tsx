import { exactUsd, formatUsd } from '../../format/money'
import { formatCount } from '../../format/number'
import { chartDays } from './days'
import type { UsageRow } from './usageRows'

const heightPx = 72

/** What each day cost, as columns; without any known cost, its tokens. The same in words for who cannot see it. */
export function DayChart({ rows }: { rows: readonly UsageRow[] }) {
  const days = chartDays(rows)
  const isCost = rows.some(({ cost }) => cost.usd !== null)
  const valueOf = (row: UsageRow | null): number => (row === null ? 0 : isCost ? (row.cost.usd ?? 0) : row.usage.promptTokens + row.usage.completionTokens)
  const largest = Math.max(0, ...days.map(({ row }) => valueOf(row)))
  const words = (row: UsageRow): string => {
    const cost = row.cost.usd === null ? 'cost not known' : `${row.cost.unknown.length > 0 ? 'at least ' : ''}${exactUsd(row.cost.usd)}`
    return `${row.name}: ${cost}, ${formatCount(row.usage.calls)} calls, ${formatCount(row.usage.promptTokens + row.usage.completionTokens)} tokens`
  }
  return (
    <figure className="px-3 pt-2">
      <svg aria-hidden width="100%" height={heightPx} viewBox={`0 0 ${days.length} ${heightPx}`} preserveAspectRatio="none" className="block border-b">
        {days.map(({ day, row }, at) => {
          const height = largest === 0 ? 0 : Math.max(row === null ? 0 : 2, (valueOf(row) / largest) * (heightPx - 2))
          return (
            <g key={day}>
              <rect x={at} width="1" height={heightPx} className="fill-transparent hover:fill-hover"><title>{row === null ? `${day}: no call` : words(row)}</title></rect>
              <rect x={at + 0.1} y={heightPx - height} width="0.8" height={height} pointerEvents="none" className="fill-accent" />
            </g>
          )
        })}
      </svg>
      <figcaption className="tabular flex justify-between text-xs text-ink-faint">
        <span>{days[0]?.day}</span>
        <span>{isCost ? `at most ${formatUsd(largest)}` : `at most ${formatCount(largest)} tokens`} a day</span>
        <span>{days.at(-1)?.day}</span>
      </figcaption>
      <ul className="sr-only" aria-label="Cost by day">{rows.map((row) => <li key={row.name}>{words(row)}</li>)}</ul>
    </figure>
  )
}
