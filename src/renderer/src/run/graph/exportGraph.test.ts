import ELK from 'elkjs/lib/elk.bundled.js'
import { describe, expect, it } from 'vitest'
import type { Graph } from '@shared/model/graph'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { graphHashOf, stepsOn } from './buildGraph'
import { fromElk, inputsOf, toElk } from './elkGraph'
import { graphMermaid, graphSvg } from './exportGraph'

const graph: Graph = {
  hash: 'h', entrypoint: 'ask "me" <b>',
  actions: [
    { name: 'ask "me" <b>', reads: [], writes: [], code: '', requiredInputs: ['prompt', '__tracer'], optionalInputs: ['top_k'] },
    { name: 'end', reads: [], writes: [], code: '', requiredInputs: [], optionalInputs: [] }
  ],
  transitions: [{ from: 'ask "me" <b>', to: 'end', condition: 'a < b & c' }, { from: 'ask "me" <b>', to: 'end', condition: 'default' }]
}
const history = { visits: new Map([['end', 3]]), passages: new Map([[1, { count: 3, arrivals: [1, 4, 7], isAmbiguous: true }]]) }

describe('inputs on the graph', () => {
  it('are laid out beside the actions, required and optional, without those Burr passes', async () => {
    const layout = fromElk(await new ELK().layout(toElk(graph, true)), inputsOf(graph))
    expect(layout.inputs.map(({ action, name, isOptional, points }) => [action, name, isOptional, points.length > 1])).toEqual([['ask "me" <b>', 'prompt', false, true], ['ask "me" <b>', 'top_k', true, true]])
    expect([...layout.boxes.keys()]).toEqual(['ask "me" <b>', 'end'])
    expect(layout.routes.size).toBe(2)
    expect(layout.inputs.every(({ box }) => box.y < (layout.boxes.get('ask "me" <b>')?.y ?? 0))).toBe(true)
  })
})

describe('export', () => {
  it('writes an SVG that is well-formed and stands alone, whatever the names hold', async () => {
    const svg = graphSvg(graph, fromElk(await new ELK().layout(toElk(graph, true)), inputsOf(graph)), history)
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg).toContain('ask "me" &lt;b&gt;')
    expect(svg).toContain('a &lt; b &amp; c')
    expect(svg).not.toMatch(/<b>|var\(|href|script/)
    expect(svg.match(/<rect /g)).toHaveLength(3)
  })

  it('writes Mermaid text with every transition and nothing that breaks it', () => {
    expect(graphMermaid(graph)).toBe(
      'flowchart TD\n  a0["ask #34;me#34; #60;b#62;"]\n  a1["end"]\n  a0 -->|"a #60; b #38; c"| a1\n  a0 --> a1\n  style a0 stroke-width:3px\n'
    )
  })
})

it('takes the graph of the build a step belongs to', () => {
  const build = (graphHash: string | null) => ({ timeUs: 0, graphHash, forkParent: null, spawnParent: null })
  const steps = [0, 0, 1, 2].map((of, sequenceId) => ({ build: of, sequenceId, attempt: 0 })) as unknown as readonly StepRow[]
  const detail = { builds: [build('old'), build('new'), build(null)], graphHash: 'new', steps } as unknown as RunDetail
  expect(steps.map((step) => graphHashOf(detail, step))).toEqual(['old', 'old', 'new', 'new'])
  expect(graphHashOf(detail, null)).toBe('new')
  expect(stepsOn(detail, 'old').map((step) => step.sequenceId)).toEqual([0, 1])
})
