import type { ElkNode } from 'elkjs/lib/elk-api'
import type { Graph } from '@shared/model/graph'

/** A point in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where an action stands, in pixels from the top left. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Where everything of a graph is drawn. Edges have the index of their transition, so two between the same pair stay two. */
export interface GraphLayout {
  readonly boxes: ReadonlyMap<string, Box>
  readonly routes: ReadonlyMap<number, readonly Point[]>
  /** Where inputs stand, when they were asked for. */
  readonly inputs: readonly PlacedInput[]
}

/** An input of an action; a person or a program gives it, not the state. */
export interface ActionInput {
  readonly action: string
  readonly name: string
  readonly isOptional: boolean
}

/** Where an input is drawn. */
export interface PlacedInput extends ActionInput {
  readonly box: Box
  readonly points: readonly Point[]
}

/** The inputs of a graph's actions; those that Burr passes itself are left out. */
export function inputsOf({ actions }: Graph): readonly ActionInput[] {
  return actions.flatMap(({ name: action, requiredInputs, optionalInputs }) =>
    [...requiredInputs.map((name) => ({ action, name, isOptional: false })), ...optionalInputs.map((name) => ({ action, name, isOptional: true }))].filter(({ name }) => !name.startsWith('__'))
  )
}

/** No action has a name like this. */
const inputId = (index: number): string => `\u0000input ${index}`
const inputHeightPx = 22
const inputWidth = (name: string): number => Math.min(200, Math.round(name.length * 6.8) + 20)

const heightPx = 36
/** Beyond this many edges the layout is asked to try less hard. */
const manyEdges = 300

/** Width of an action's box in pixels: its name, and room for its count. */
export function boxWidth(name: string): number {
  return Math.min(260, Math.max(96, Math.round(name.length * 7.2) + 56))
}

/** The graph as ELK takes it: layers from top to bottom, in the order the actions are reached from the entrypoint. */
export function toElk(graph: Graph, withInputs = false): ElkNode {
  const inputs = withInputs ? inputsOf(graph) : []
  const names = new Set(graph.actions.map((action) => action.name))
  for (const { from, to } of graph.transitions) names.add(from).add(to)
  const order = reachOrder(graph, [...names])
  const isLarge = graph.transitions.length > manyEdges
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': isLarge ? 'POLYLINE' : 'ORTHOGONAL',
      'elk.layered.cycleBreaking.strategy': isLarge ? 'GREEDY' : 'MODEL_ORDER',
      'elk.layered.crossingMinimization.greedySwitch.type': isLarge ? 'OFF' : 'TWO_SIDED',
      'elk.layered.considerModelOrder.strategy': isLarge ? 'NONE' : 'PREFER_EDGES',
      'elk.layered.thoroughness': isLarge ? '1' : '7',
      'elk.layered.nodePlacement.strategy': isLarge ? 'SIMPLE' : 'BRANDES_KOEPF',
      'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
      'elk.layered.spacing.nodeNodeBetweenLayers': '44',
      'elk.layered.spacing.edgeNodeBetweenLayers': '18',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
      'elk.spacing.nodeNode': '36',
      'elk.spacing.edgeNode': '18',
      'elk.spacing.edgeEdge': '12'
    },
    // Inputs stand before their action in the list, so that they are laid out above it.
    children: order.flatMap((name) => [
      ...inputs.flatMap((input, index) => (input.action === name ? [{ id: inputId(index), width: inputWidth(input.name), height: inputHeightPx }] : [])),
      { id: name, width: boxWidth(name), height: heightPx }
    ]),
    edges: [
      ...graph.transitions.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
      ...inputs.map(({ action }, index) => ({ id: inputId(index), sources: [inputId(index)], targets: [action] }))
    ]
  }
}

/** Names in the order of a walk over the transitions from the entrypoint, breadth first; those never reached come last. */
function reachOrder(graph: Graph, names: readonly string[]): readonly string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of graph.transitions) {
    const list = next.get(from)
    if (list === undefined) next.set(from, [to])
    else list.push(to)
  }
  const seen = new Set<string>()
  const walk = (start: string): void => {
    if (seen.has(start)) return
    seen.add(start)
    for (const name of seen) for (const to of next.get(name) ?? []) seen.add(to)
  }
  if (names.includes(graph.entrypoint)) walk(graph.entrypoint)
  for (const name of names) walk(name)
  return [...seen]
}

/** Takes the places out of ELK's answer. */
export function fromElk(root: ElkNode, inputs: readonly ActionInput[] = []): GraphLayout {
  const boxes = new Map<string, Box>()
  for (const { id, x = 0, y = 0, width = 0, height = 0 } of root.children ?? []) boxes.set(id, { x, y, width, height })
  const all = new Map<string, readonly Point[]>()
  for (const edge of root.edges ?? []) {
    all.set(edge.id, (edge.sections ?? []).flatMap((section) => [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]))
  }
  const placed = inputs.flatMap((input, index): PlacedInput[] => {
    const id = inputId(index)
    const box = boxes.get(id)
    boxes.delete(id)
    return box === undefined ? [] : [{ ...input, box, points: all.get(id) ?? [] }]
  })
  const routes = new Map<number, readonly Point[]>()
  for (const [id, points] of all) if (!id.startsWith('\u0000')) routes.set(Number(id), points)
  return { boxes, routes, inputs: placed }
}
