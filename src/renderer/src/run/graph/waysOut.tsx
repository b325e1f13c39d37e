import { Panel } from '@xyflow/react'
import type { Graph } from '@shared/model/graph'
import { compactCount } from '../../format/number'
import { oneLine } from '../values/visibleText'
import type { History } from './history'
import { showSigns } from '../../ui/showSigns'

interface Props {
  readonly graph: Graph
  readonly history: History
  readonly action: string | null
  readonly onAction: (action: string) => void
}

/** Where the current action can go and when, in the order the conditions are tried; nothing when there is no choice. */
export function WaysOut({ graph, history, action, onAction }: Props) {
  const ways = graph.transitions.flatMap((transition, index) => (transition.from === action ? [{ ...transition, index, passage: history.passages.get(index) }] : []))
  if (action === null || ways.length === 0 || (ways.length === 1 && ways[0]?.condition === 'default')) return null
  return (
    <Panel position="top-left" className="m-2! max-h-[45%] w-60 max-w-[45%] overflow-auto rounded-md border bg-raised/95 py-1 text-xs">
      <p className="px-2 text-ink-faint">From <span className="font-medium text-ink-dim">{oneLine(action, 60)}</span>, first that holds</p>
      <ol>
        {ways.map(({ index, to, condition, passage }) => (
          <li key={index}>
            <button type="button" title={showSigns(condition)} onClick={() => onAction(to)} className="flex w-full min-w-0 items-baseline gap-1.5 px-2 py-px text-left hover:bg-hover">
              <span className={`min-w-0 flex-1 truncate font-mono ${passage === undefined ? 'text-ink-faint' : 'text-ink'}`}>{condition === 'default' ? 'otherwise' : oneLine(condition, 200)}</span>
              <span className="max-w-24 shrink-0 truncate text-ink-dim">→ {oneLine(to, 40)}</span>
              <span className="tabular min-w-5 shrink-0 text-right text-ink-faint" title={passage?.isAmbiguous === true ? 'Several lead there; the log does not tell which was taken' : undefined}>
                {passage === undefined ? '' : `${passage.isAmbiguous ? '≤' : '×'}${compactCount(passage.count)}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
