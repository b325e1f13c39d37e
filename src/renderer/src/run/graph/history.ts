import type { Graph } from '@shared/model/graph'
import type { StepRow } from '@shared/model/step'

/** How a run went over one transition. */
export interface Passage {
  /** How often the run went from this action to that. */
  readonly count: number
  /** Step numbers it arrived at, the first few in order. */
  readonly arrivals: readonly number[]
  /** Another transition joins the same pair, so which of them was taken is not in the log. */
  readonly isAmbiguous: boolean
}

/** What a run did on its graph, up to its last step. */
export interface History {
  /** How often each action was executed. */
  readonly visits: ReadonlyMap<string, number>
  /** By index of the transition; missing = never taken. */
  readonly passages: ReadonlyMap<number, Passage>
}

const pairKey = (from: string, to: string): string => JSON.stringify([from, to])

/** Reads the way of a run off its steps. Burr logs the actions and not the transitions, so these are told from neighbours. */
export function historyOf(graph: Graph, steps: readonly StepRow[]): History {
  const visits = new Map<string, number>()
  const pairs = new Map<string, { count: number; arrivals: number[] }>()
  let before: StepRow | null = null
  for (const step of steps) {
    visits.set(step.action, (visits.get(step.action) ?? 0) + 1)
    // After a failure nothing was passed: the next step is a retry or a new start from the same state.
    const isPassed: boolean = before !== null && before.build === step.build && before.status !== 'failed' && before.status !== 'interrupted'
    if (before !== null && isPassed) {
      const key = pairKey(before.action, step.action)
      const pair = pairs.get(key) ?? { count: 0, arrivals: [] }
      pair.count++
      if (pair.arrivals.length < 12) pair.arrivals.push(step.sequenceId)
      pairs.set(key, pair)
    }
    before = step
  }
  const siblings = new Map<string, number>()
  for (const { from, to } of graph.transitions) siblings.set(pairKey(from, to), (siblings.get(pairKey(from, to)) ?? 0) + 1)
  const passages = new Map<number, Passage>()
  graph.transitions.forEach(({ from, to }, index) => {
    const key = pairKey(from, to)
    const pair = pairs.get(key)
    if (pair !== undefined) passages.set(index, { ...pair, isAmbiguous: (siblings.get(key) ?? 1) > 1 })
  })
  return { visits, passages }
}

/** The numbers of a passage on the edge: `2, 5, 8`, or the first ones and how many more. */
export function passageWords({ count, arrivals, isAmbiguous }: Passage): string {
  const shown = arrivals.slice(0, 3).join(', ')
  return `${isAmbiguous ? '? ' : ''}${count > 3 ? `${shown} … ×${count}` : shown}`
}
