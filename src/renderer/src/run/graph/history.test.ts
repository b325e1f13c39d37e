import { describe, expect, it } from 'vitest'
import type { Graph } from '@shared/model/graph'
import type { StepRow, StepStatus } from '@shared/model/step'
import { historyOf, passageWords } from './history'

const step = (sequenceId: number, action: string, status: StepStatus = 'ok', build = 0): StepRow => ({
  build, sequenceId, attempt: 0, action, status, startUs: sequenceId, endUs: sequenceId, startText: null, endText: null, errorLine: null,
  beginRecorded: true, stateIs: 'after', spanCount: 0, attributeCount: 0, streamed: false, retryOf: null, childCount: 0
})
const graph: Graph = {
  hash: '', entrypoint: 'a', actions: [],
  transitions: [
    { from: 'a', to: 'b', condition: 'x' },
    { from: 'b', to: 'a', condition: 'again' },
    { from: 'b', to: 'a', condition: 'default' },
    { from: 'b', to: 'b', condition: 'loop' }
  ]
}

describe('historyOf', () => {
  it('counts actions and the transitions between neighbours', () => {
    const { visits, passages } = historyOf(graph, [step(0, 'a'), step(1, 'b'), step(4, 'a'), step(5, 'b')])
    expect([...visits]).toEqual([['a', 2], ['b', 2]])
    expect(passages.get(0)).toEqual({ count: 2, arrivals: [1, 5], isAmbiguous: false })
    expect(passages.get(1)).toEqual({ count: 1, arrivals: [4], isAmbiguous: true })
    expect(passages.get(2)).toEqual(passages.get(1))
    expect(passages.has(3)).toBe(false)
  })

  it('takes no transition out of a failed step, nor from one build into the next', () => {
    expect(historyOf(graph, [step(0, 'b', 'failed'), step(1, 'b'), step(0, 'b', 'ok', 1)]).passages.size).toBe(0)
  })

  it('writes the steps on the edge, and says when it cannot know', () => {
    expect(passageWords({ count: 2, arrivals: [1, 5], isAmbiguous: false })).toBe('1, 5')
    expect(passageWords({ count: 9, arrivals: [1, 2, 3, 4], isAmbiguous: true })).toBe('? 1, 2, 3 … ×9')
  })
})
