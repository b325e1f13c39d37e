import type { Graph } from '@shared/model/graph'
import { plural } from '../../format/number'
import type { History } from './history'

interface Props {
  readonly graph: Graph
  readonly history: History
  readonly current: string | null
  /** Seen by everyone, when the drawing is not there; else only read out. */
  readonly isShown: boolean
}

/** The graph in words: each action with its transitions in the order they are tried. */
export function GraphText({ graph, history, current, isShown }: Props) {
  return (
    <section aria-label="The graph in words" className={isShown ? 'p-3 text-sm' : 'sr-only'}>
      <ul>
        {graph.actions.map(({ name }) => (
          <li key={name}>
            {name}
            {name === graph.entrypoint ? ', where the run begins' : ''}
            {name === current ? ', the action of the selected step' : ''}: executed {plural(history.visits.get(name) ?? 0, 'time')}.
            {graph.transitions.flatMap(({ from, to, condition }, index) => {
              if (from !== name) return []
              const passage = history.passages.get(index)
              return [` Goes to ${to} ${condition === 'default' ? 'otherwise' : `when ${condition}`}${passage === undefined ? '' : ` (taken ${plural(passage.count, 'time')}${passage.isAmbiguous ? ' by this or a sibling' : ''})`}.`]
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}
