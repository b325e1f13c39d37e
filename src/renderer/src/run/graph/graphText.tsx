import { memo, useMemo } from 'react'
import type { Graph } from '@shared/model/graph'
import { plural } from '../../format/number'
import { inputsOf } from './elkGraph'
import type { History, Passage } from './history'
import { showSigns } from '../../ui/showSigns'

interface Props {
  readonly graph: Graph
  readonly history: History
  readonly current: string | null
  /** Seen by everyone, when the drawing is not there; else only read out. */
  readonly isShown: boolean
}

/** The graph in words: the action that is current, and each action with its transitions in the order they are tried. */
export function GraphText({ graph, history, current, isShown }: Props) {
  return (
    <section aria-label="The graph in words" className={isShown ? 'p-3 text-sm' : 'sr-only'}>
      {current === null ? null : <p>The selected step executed {showSigns(current)}.</p>}
      <ActionsInWords graph={graph} history={history} />
    </section>
  )
}

const ActionsInWords = memo(function ActionsInWords({ graph, history }: Pick<Props, 'graph' | 'history'>) {
  const ways = useMemo(() => waysOut(graph, history), [graph, history])
  const inputs = useMemo(() => inputWords(graph), [graph])
  return (
    <ul>
      {graph.actions.map(({ name }) => (
        <li key={name}>
          {showSigns(name)}
          {name === graph.entrypoint ? ', where the run begins' : ''}: executed {plural(history.visits.get(name) ?? 0, 'time')}.{showSigns(inputs.get(name) ?? '')} {showSigns(ways.get(name) ?? '')}
        </li>
      ))}
    </ul>
  )
})

function waysOut({ transitions }: Graph, { passages }: History): ReadonlyMap<string, string> {
  const ways = new Map<string, string>()
  transitions.forEach(({ from, to, condition }, index) => {
    const when = condition === 'default' ? 'otherwise' : `when ${condition}`
    ways.set(from, `${ways.get(from) ?? ''} Goes to ${to} ${when}${passageNote(passages.get(index))}.`)
  })
  return ways
}

function inputWords(graph: Graph): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const { action, name, isOptional } of inputsOf(graph)) words.set(action, `${words.get(action) ?? ''} Takes ${name}${isOptional ? ', optional' : ''}.`)
  return words
}

function passageNote(passage: Passage | undefined): string {
  if (passage === undefined) return ''
  return ` (taken ${plural(passage.count, 'time')}${passage.isAmbiguous ? ' by this or a sibling' : ''})`
}
