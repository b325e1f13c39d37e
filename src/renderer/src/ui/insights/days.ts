import type { UsageRow } from './usageRows'

/** One day of a chart; without a row no model was called on it. */
export interface ChartDay {
  readonly day: string
  readonly row: UsageRow | null
}

const dayMs = 86_400_000
/** More days than this are not drawn: the last ones are. */
export const mostDays = 120

/** The days from the first to the last with those between them, at most {@link mostDays}, the last ones. Rows stand in the order of their days. */
export function chartDays(rows: readonly UsageRow[]): ChartDay[] {
  const byDay = new Map(rows.map((row) => [row.name, row]))
  const [first, last] = [rows[0]?.name, rows.at(-1)?.name]
  if (first === undefined || last === undefined) return []
  const endMs = Date.parse(last)
  const startMs = Math.max(Date.parse(first), endMs - (mostDays - 1) * dayMs)
  const days: ChartDay[] = []
  for (let ms = startMs; ms <= endMs; ms += dayMs) {
    const day = new Date(ms).toISOString().slice(0, 10)
    days.push({ day, row: byDay.get(day) ?? null })
  }
  return days
}
