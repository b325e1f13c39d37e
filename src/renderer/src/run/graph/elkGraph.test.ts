import ELK from 'elkjs/lib/elk.bundled.js'
import { describe, expect, it } from 'vitest'
import type { Graph, GraphTransition } from '@shared/model/graph'
import { fromElk, toElk } from './elkGraph'

function graphOf(names: readonly string[], transitions: readonly GraphTransition[]): Graph {
  const actions = names.map((name) => ({ name, reads: [], writes: [], code: '', requiredInputs: [], optionalInputs: [] }))
  return { hash: 'h', entrypoint: names[0] ?? '', actions, transitions }
}
const layout = async (graph: Graph) => fromElk(await new ELK().layout(toElk(graph)))

describe('layout', () => {
  it('draws two transitions between the same pair as two routes', async () => {
    const { routes } = await layout(graphOf(['a', 'b'], [
      { from: 'a', to: 'b', condition: 'x' },
      { from: 'a', to: 'b', condition: 'default' },
      { from: 'b', to: 'b', condition: 'again' }
    ]))
    expect([...routes.keys()]).toEqual([0, 1, 2])
    expect(routes.get(0)).not.toEqual(routes.get(1))
    expect(routes.get(2)?.length).toBeGreaterThan(1)
  })

  it('goes from the entrypoint down, whatever the order of the actions, through loops', async () => {
    const graph = graphOf(['start', 'mid', 'end'], [
      { from: 'start', to: 'mid', condition: 'default' },
      { from: 'mid', to: 'end', condition: 'default' },
      { from: 'end', to: 'start', condition: 'default' }
    ])
    const { boxes } = await layout({ ...graph, actions: graph.actions.toReversed() })
    const y = (name: string): number => boxes.get(name)?.y ?? Number.NaN
    expect(y('start')).toBeLessThan(y('mid'))
    expect(y('mid')).toBeLessThan(y('end'))
  })

  it('places actions that only transitions name, and graphs without any', async () => {
    const { boxes } = await layout(graphOf(['a'], [{ from: 'a', to: 'ghost', condition: 'default' }]))
    expect([...boxes.keys()].toSorted()).toEqual(['a', 'ghost'])
    expect((await layout(graphOf([], []))).boxes.size).toBe(0)
  })

  it('lays out 300 actions and 900 transitions', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `action_${i}`)
    let seed = 7
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const transitions = Array.from({ length: 900 }, (_, i): GraphTransition => {
      const from = i % 300
      const to = i < 299 ? from + 1 : Math.max(0, Math.min(299, from + Math.floor(random() * 20) - 8))
      return { from: `action_${from}`, to: `action_${to}`, condition: i < 299 ? 'default' : `c${i}` }
    })
    const engine = new ELK()
    await engine.layout(toElk(graphOf(['warm'], [])))
    const start = performance.now()
    const { boxes, routes } = fromElk(await engine.layout(toElk(graphOf(names, transitions))))
    const elapsedMs = performance.now() - start
    console.log(`layout of 300 actions and 900 transitions: ${Math.round(elapsedMs)} ms`)
    expect([boxes.size, routes.size]).toEqual([300, 900])
    // Two seconds on a quiet machine; this only finds a layout that is slower by an order.
    expect(elapsedMs).toBeLessThan(60_000)
  })
})
