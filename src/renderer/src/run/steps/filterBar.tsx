import { X } from 'lucide-react'
import { formatCount, plural } from '../../format/number'
import { oneLine } from '../values/visibleText'
import { isOpenFilter, noFilter, type Filtering, type StepFilter } from './filter'

interface Props {
  readonly filtering: Filtering
  readonly shown: number
  readonly all: number
}

/** What the list leaves out while a filter holds, each part with its way back; nothing when all is shown. */
export function FilterBar({ filtering: { filter, change }, shown, all }: Props) {
  if (isOpenFilter(filter)) return null
  return (
    <div role="group" aria-label="Filter of the steps" className="flex min-h-7 shrink-0 flex-wrap items-center gap-1.5 border-b bg-panel px-2 py-0.5 text-xs">
      <span role="status" className="tabular text-ink-dim">{formatCount(shown)} of {plural(all, 'step')}</span>
      {partsOf(filter).map(([word, part]) => (
        <button key={word} type="button" onClick={() => change(part)} aria-label={`Remove: ${word}`} className="flex h-5 max-w-80 items-center gap-1 rounded border border-line-strong bg-raised px-1.5 hover:bg-hover">
          <span className="truncate">{word}</span> <X aria-hidden size={11} className="shrink-0" />
        </button>
      ))}
      <button type="button" onClick={() => change(noFilter)} className="h-5 rounded px-1.5 text-accent hover:bg-hover">Show all</button>
    </div>
  )
}

function partsOf(filter: StepFilter): readonly (readonly [string, Partial<StepFilter>])[] {
  return [
    ...(filter.onlyErrors ? [['Errors', { onlyErrors: false }] as const] : []),
    ...(filter.onlySlow ? [['Slow', { onlySlow: false }] as const] : []),
    ...(filter.onlyCritical ? [['Critical path', { onlyCritical: false }] as const] : []),
    ...(filter.action === null ? [] : [[`Action ${oneLine(filter.action, 60)}`, { action: null }] as const]),
    ...(filter.passage === null ? [] : [[`${oneLine(filter.passage.from, 40)} → ${oneLine(filter.passage.to, 40)}`, { passage: null }] as const])
  ]
}
