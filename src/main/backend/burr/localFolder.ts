import { logTimeText } from './clock'
import type { RunBody, StepBody } from './assemble'
import type { Located } from './spans'

/** What a run started, as the index knows it. */
export interface StartedRun {
  /** The name of its folder. */
  readonly folder: string
  readonly partitionKey: string | null
  readonly kind: 'fork' | 'spawn'
  readonly sequenceId: number | null
  readonly timeUs: number
}

/**
 * The lines of one build as the local tracker would have them in `log.jsonl`: as they were logged, in the order of the log, each
 * with a line end and none blank. What is not a line of Burr's, and what a second tracker logged again, is left out.
 */
export function localLog(body: RunBody, build: number, order: ReadonlyMap<string, number>): string {
  const lines = body.steps.filter(({ fact }) => fact.build === build).flatMap(linesOf)
  const places = new Map(lines.map((line) => [`${line.objectKey}\n${line.entry.place.line}`, line]))
  const sorted = [...places.values()].toSorted((a, b) => (order.get(a.objectKey) ?? 0) - (order.get(b.objectKey) ?? 0) || a.entry.place.line - b.entry.place.line)
  return sorted.map(({ entry }) => `${entry.place.text}\n`).join('')
}

function linesOf(step: StepBody): Located[] {
  const { begin, end, spans, attributes, rootEnds, streams, unknown } = step
  const all = [begin, end, ...spans.flatMap((span) => [span.begin, span.end]), ...attributes.map(({ located }) => located), ...rootEnds, ...streams, ...unknown]
  return all.filter((each) => each !== null)
}

/** The lines of `children.jsonl`. Burr's own local tracker leaves the partition key out; its reader takes it. */
export function localChildren(children: readonly StartedRun[]): string {
  return children
    .map(({ folder, partitionKey, kind, sequenceId, timeUs }) => {
      const child = { type: 'pointer_data', app_id: folder, sequence_id: null, partition_key: partitionKey }
      const event = { type: 'child_application_data', child, event_time: logTimeText({ us: timeUs, isUtc: false }), event_type: kind === 'fork' ? 'fork' : 'spawn_start', sequence_id: sequenceId }
      return `${JSON.stringify(event)}\n`
    })
    .join('')
}

/** A name that a folder can have on every system: the id itself where it is one, else what is like it with eight digits of its hash. */
export function folderName(id: string, hashOf: (text: string) => string): string {
  const isPlain = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,118}$/.test(id) && !id.endsWith('.') && !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(id)
  if (isPlain) return id
  const slug = id.normalize('NFKD').replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '')
  return `${slug === '' ? 'run' : slug}-${hashOf(id).slice(0, 8)}`
}

/** A name that Burr's local tracker takes for a project: letters, digits, `_` and `-`. */
export function projectFolderName(project: string, hashOf: (text: string) => string): string {
  return /^[A-Za-z0-9_-]{1,119}$/.test(project) ? project : folderName(project.replaceAll('.', '-'), hashOf)
}
