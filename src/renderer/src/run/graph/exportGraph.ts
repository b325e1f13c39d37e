import type { Graph } from '@shared/model/graph'
import type { GraphLayout, Point } from './elkGraph'
import { pointAt, roundedPath } from './flow'
import { passageWords, type History } from './history'

/** A graph as Mermaid text, conditions on the edges, the entrypoint thick. */
export function graphMermaid(graph: Graph): string {
  const names = [...new Set([...graph.actions.map((action) => action.name), ...graph.transitions.flatMap(({ from, to }) => [from, to])])]
  const idOf = new Map(names.map((name, index) => [name, `a${index}`]))
  const quoted = (text: string): string => `"${text.replace(/[&"<>#`\n\r]/g, (sign) => `#${sign.codePointAt(0) ?? 32};`)}"`
  return [
    'flowchart TD',
    ...names.map((name) => `  ${idOf.get(name)}[${quoted(name)}]`),
    ...graph.transitions.map(({ from, to, condition }) => `  ${idOf.get(from)} -->${condition === 'default' ? '' : `|${quoted(condition)}|`} ${idOf.get(to)}`),
    ...(idOf.has(graph.entrypoint) ? [`  style ${idOf.get(graph.entrypoint)} stroke-width:3px`] : []),
    ''
  ].join('\n')
}

const ink = '#1f2328'
const dim = '#59636e'
const paper = '#ffffff'

/** A graph as an SVG file that stands alone: dark on white, with its history. */
export function graphSvg(graph: Graph, layout: GraphLayout, history: History): string {
  const boxes = [...layout.boxes, ...layout.inputs.map(({ name, box }) => [name, box] as const)]
  const points = [...layout.routes.values(), ...layout.inputs.map((input) => input.points)].flat()
  const right = Math.max(1, ...boxes.map(([, box]) => box.x + box.width), ...points.map((point) => point.x)) + 24
  const bottom = Math.max(1, ...boxes.map(([, box]) => box.y + box.height), ...points.map((point) => point.y)) + 24
  const parts = [
    ...graph.transitions.flatMap((transition, index) => transitionParts(layout.routes.get(index) ?? [], transition.condition, history.passages.get(index))),
    ...layout.inputs.flatMap(({ name, box, points: line, isOptional }) => [
      `<path d="${roundedPath(line)}" fill="none" stroke="${dim}"${isOptional ? ' stroke-dasharray="3 3"' : ''}/>`,
      text(box.x + box.width / 2, box.y + box.height / 2, name, `font-size="11" fill="${dim}"`)
    ]),
    ...[...layout.boxes].flatMap(([name, { x, y, width, height }]) => {
      const visits = history.visits.get(name) ?? 0
      const look = visits > 0 ? `stroke="${ink}"` : `stroke="${dim}" stroke-dasharray="4 4"`
      const words = `${name}${visits > 1 ? ` ×${visits}` : ''}`
      return [
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${paper}" ${look} stroke-width="${name === graph.entrypoint ? 2.5 : 1}"/>`,
        text(x + width / 2, y + height / 2, words, `font-size="13" fill="${visits > 0 ? ink : dim}"`)
      ]
    })
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-24 -24 ${right + 24} ${bottom + 24}" width="${right + 24}" height="${bottom + 24}" font-family="Inter, Helvetica, Arial, sans-serif">`,
    `<rect x="-24" y="-24" width="100%" height="100%" fill="${paper}"/>`,
    ...parts,
    '</svg>',
    ''
  ].join('\n')
}

function transitionParts(points: readonly Point[], condition: string, passage: Parameters<typeof passageWords>[0] | undefined): string[] {
  const [before, end] = [points.at(-2), points.at(-1)]
  if (before === undefined || end === undefined) return []
  const color = passage === undefined ? dim : ink
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  const at = pointAt(points, 0.45)
  const words = [condition === 'default' ? '' : condition, passage === undefined ? '' : passageWords(passage)].filter((each) => each !== '').join(' · ')
  return [
    `<path d="${roundedPath(points)}" fill="none" stroke="${color}"${passage === undefined ? ' stroke-dasharray="4 4"' : ' stroke-width="1.75"'}/>`,
    `<path d="M0,0L-8,-4L-8,4Z" fill="${color}" transform="translate(${end.x},${end.y}) rotate(${angle})"/>`,
    ...(words === '' ? [] : [text(at.x, at.y, words, `font-size="11" fill="${dim}" paint-order="stroke" stroke="${paper}" stroke-width="4"`)])
  ]
}

function text(x: number, y: number, words: string, look: string): string {
  // Control characters are no XML at all.
  const short = words.length > 80 ? `${words.slice(0, 79)}…` : words
  const safe = short.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<text x="${x}" y="${y}" text-anchor="middle" dominant-baseline="central" ${look}>${safe}</text>`
}
