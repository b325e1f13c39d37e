import type { Edge, Node } from '@xyflow/react'
import type { Graph, GraphTransition } from '@shared/model/graph'
import { plural } from '../../format/number'
import type { ActionInput, GraphLayout, Point } from './elkGraph'
import type { History, Passage } from './history'
import { showSigns } from '../../ui/showSigns'

/** What the box of an action shows. */
export interface ActionData extends Record<string, unknown> {
  readonly name: string
  readonly visits: number
  readonly isEntrypoint: boolean
}

/** What the pill of an input shows. */
export interface InputData extends Record<string, unknown>, ActionInput {}

/** What the line of a transition shows. */
export interface TransitionData extends Record<string, unknown> {
  readonly points: readonly Point[]
  readonly condition: string
  readonly passage: Passage | null
}

/** An action on the canvas. */
export type ActionNode = Node<ActionData, 'action'>

/** An input on the canvas. */
export type InputNode = Node<InputData, 'actionInput'>

/** The line from an input to its action. */
export type InputEdge = Edge<{ readonly points: readonly Point[]; readonly isOptional: boolean }, 'actionInput'>

/** A transition on the canvas. */
export type TransitionEdge = Edge<TransitionData, 'transition'>

/** The boxes of a graph. They do not know which step is selected, so that selecting one draws two boxes and not all. */
export function flowNodes(graph: Graph, layout: GraphLayout, { visits }: History): ActionNode[] {
  return [...layout.boxes].map(([name, { x, y, width, height }]) => ({
    id: name,
    type: 'action',
    position: { x, y },
    width,
    height,
    data: { name, visits: visits.get(name) ?? 0, isEntrypoint: name === graph.entrypoint },
    ariaLabel: `Action ${showSigns(name)}`
  }))
}

/** The lines of a graph; two transitions between the same actions are two lines. */
export function flowEdges(graph: Graph, layout: GraphLayout, { passages }: History): TransitionEdge[] {
  return graph.transitions.map(({ from, to, condition }, index) => ({
    id: String(index),
    type: 'transition',
    source: from,
    target: to,
    data: { points: layout.routes.get(index) ?? [], condition, passage: passages.get(index) ?? null },
    // Only a way that was taken has steps to show.
    focusable: passages.has(index),
    ariaLabel: transitionWords({ from, to, condition }, passages.get(index)?.count ?? 0)
  }))
}

/** A transition in words. */
export function transitionWords({ from, to, condition }: GraphTransition, count: number): string {
  return showSigns(`From ${from} to ${to} ${condition === 'default' ? 'otherwise' : `when ${condition}`}, ${count === 0 ? 'never taken' : `taken ${plural(count, 'time')}`}`)
}

/** The pills of the inputs that were laid out. */
export function inputNodes({ inputs }: GraphLayout): InputNode[] {
  return inputs.map(({ action, name, isOptional, box: { x, y, width, height } }, index) => ({
    id: inputNodeId(index), type: 'actionInput', position: { x, y }, width, height, data: { action, name, isOptional }, focusable: false, ariaLabel: `Input ${showSigns(name)} of ${showSigns(action)}`
  }))
}

/** The lines from the inputs to their actions. */
export function inputEdges({ inputs }: GraphLayout): InputEdge[] {
  return inputs.map(({ action, points, isOptional }, index) => ({
    id: inputNodeId(index), type: 'actionInput', source: inputNodeId(index), target: action, data: { points, isOptional }, focusable: false
  }))
}

const inputNodeId = (index: number): string => `\u0000input ${index}`

const radius = 8

/** An SVG path through the points with rounded corners. */
export function roundedPath(points: readonly Point[]): string {
  const [first] = points
  if (first === undefined) return ''
  const parts = [`M${first.x},${first.y}`]
  for (let i = 1; i < points.length; i++) {
    const [before, at, next] = [points[i - 1], points[i], points[i + 1]]
    if (before === undefined || at === undefined) continue
    if (next === undefined) {
      parts.push(`L${at.x},${at.y}`)
      continue
    }
    const into = toward(at, before)
    const out = toward(at, next)
    parts.push(`L${into.x},${into.y}Q${at.x},${at.y} ${out.x},${out.y}`)
  }
  return parts.join('')
}

function toward(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = length === 0 ? 0 : Math.min(radius, length / 2) / length
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

/** The point at a share of a route's length, where its label stands. */
export function pointAt(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map((point, index) => Math.hypot(point.x - (points[index]?.x ?? 0), point.y - (points[index]?.y ?? 0)))
  let left = lengths.reduce((sum, length) => sum + length, 0) * share
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [points[index], points[index + 1]]
    if (from !== undefined && to !== undefined && left <= length) {
      const part = length === 0 ? 0 : left / length
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    }
    left -= length
  }
  return points[0] ?? { x: 0, y: 0 }
}
