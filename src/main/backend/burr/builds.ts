import type { RunPointer } from '@shared/model/run'
import type { FoldGraph, FoldMetadata } from './foldInput'
import { compareKeys } from './key'
import { occurrenceUs, type Occurrence } from './occurrence'
import type { BuiltOccurrence } from './stepFact'

/** One life of a run, from one start of its sequence ids to the next. */
export interface BuildFact {
  /** 0-based, as in the keys of its steps. */
  readonly build: number
  /** When it was built by the key's clock, else when its first step began. */
  readonly timeUs: number
  /** The last graph it ran with. */
  readonly graphKey: string | null
  readonly graphHash: string | null
  readonly metadataKey: string | null
  readonly parentPointer: RunPointer | null
  readonly spawningParentPointer: RunPointer | null
  readonly stepCount: number
}

/**
 * Numbers the lives of a run and the attempts in them. A sequence id that comes again starts a new life, unless it is the
 * same action begun anew under the id begun last (and not 0): that is another attempt. Building alone starts none.
 */
export function assignBuilds(occurrences: readonly Occurrence[]): readonly BuiltOccurrence[] {
  const assigned: BuiltOccurrence[] = []
  let build = -1
  let seen = new Map<number, number>()
  let last: Occurrence | null = null
  let latestUs = Number.NEGATIVE_INFINITY
  for (const occurrence of occurrences) {
    const { sequenceId, action } = occurrence
    const before = seen.get(sequenceId)
    const isRestart = sequenceId === 0 && seen.size > 0 && occurrenceUs(occurrence) > latestUs
    const isAttempt = sequenceId > 0 && last?.sequenceId === sequenceId && last.action === action
    if (build < 0 || isRestart || (before !== undefined && !isAttempt)) {
      build++
      seen = new Map()
      latestUs = Number.NEGATIVE_INFINITY
    }
    const attempt = (seen.get(sequenceId) ?? -1) + 1
    seen.set(sequenceId, attempt)
    assigned.push({ occurrence, build, sequenceId, attempt })
    last = occurrence
    latestUs = Math.max(latestUs, occurrenceUs(occurrence))
  }
  return assigned.toSorted((a, b) => a.build - b.build || a.sequenceId - b.sequenceId || a.attempt - b.attempt)
}

interface Timed {
  readonly key: string
  readonly timeUs: number
}

/** Objects each once, in the order of their key times. */
export function byKeyTime<Item extends Timed>(items: readonly Item[]): readonly Item[] {
  const unique = [...new Map(items.map((item) => [item.key, item])).values()]
  return unique.toSorted((a, b) => a.timeUs - b.timeUs || compareKeys(a.key, b.key))
}

interface Life {
  readonly startUs: number
  readonly endUs: number
  readonly stepCount: number
}

function livesOf(steps: readonly BuiltOccurrence[]): readonly Life[] {
  const lives: Life[] = []
  for (const { build, occurrence } of steps) {
    const us = occurrenceUs(occurrence)
    const life = lives[build] ?? { startUs: us, endUs: us, stepCount: 0 }
    lives[build] = {
      startUs: Math.min(life.startUs, us),
      endUs: Math.max(life.endUs, occurrence.end?.us ?? us),
      stepCount: life.stepCount + (occurrence.begin === null ? 0 : 1)
    }
  }
  return lives
}

/** Finds what each life was built from; a run that was built and never stepped has one life without steps. */
export function describeBuilds(
  steps: readonly BuiltOccurrence[],
  allGraphs: readonly FoldGraph[],
  allMetadata: readonly FoldMetadata[]
): readonly BuildFact[] {
  const graphs = byKeyTime(allGraphs)
  const metadata = byKeyTime(allMetadata)
  const lives = livesOf(steps)
  if (lives.length === 0) return neverStepped(graphs, metadata)
  const anchors = attachMetadata(lives, metadata)
  return lives.map((life, build) => {
    const anchor = anchors[build] ?? null
    const nextAnchor = anchors.slice(build + 1).find((each) => each !== null && each !== anchor)
    const graph = graphOf(graphs, life, anchor, nextAnchor ?? null)
    return {
      build,
      timeUs: anchor?.timeUs ?? graph?.timeUs ?? life.startUs,
      graphKey: graph?.key ?? null,
      graphHash: graph?.hash ?? null,
      metadataKey: anchor?.key ?? null,
      parentPointer: anchor?.parentPointer ?? null,
      spawningParentPointer: anchor?.spawningParentPointer ?? null,
      stepCount: life.stepCount
    }
  })
}

function neverStepped(graphs: readonly FoldGraph[], metadata: readonly FoldMetadata[]): readonly BuildFact[] {
  const graph = graphs.at(-1)
  const last = metadata.at(-1)
  if (graph === undefined && last === undefined) return []
  return [
    {
      build: 0,
      timeUs: last?.timeUs ?? graph?.timeUs ?? 0,
      graphKey: graph?.key ?? null,
      graphHash: graph?.hash ?? null,
      metadataKey: last?.key ?? null,
      parentPointer: last?.parentPointer ?? null,
      spawningParentPointer: last?.spawningParentPointer ?? null,
      stepCount: 0
    }
  ]
}

// Last life first, each the latest one written before it began that no later life has: two lives may both be built before
// either of them steps. A life that finds none left shares.
function attachMetadata(lives: readonly Life[], metadata: readonly FoldMetadata[]): readonly (FoldMetadata | null)[] {
  const taken = new Set<FoldMetadata>()
  const anchors: (FoldMetadata | null)[] = lives.map(() => null)
  for (let build = lives.length - 1; build >= 0; build--) {
    const startUs = lives[build]?.startUs ?? 0
    const before = metadata.filter(({ timeUs }) => timeUs <= startUs)
    const anchor = before.findLast((each) => !taken.has(each)) ?? before.at(-1) ?? metadata[0] ?? null
    anchors[build] = anchor
    if (anchor === null) continue
    // A non-blocking writer puts the same body twice: both are this life's.
    for (const each of before) if (each === anchor || isTwin(each, anchor)) taken.add(each)
  }
  return anchors
}

const twinUs = 1_000_000

function isTwin(a: FoldMetadata, b: FoldMetadata): boolean {
  if (Math.abs(a.timeUs - b.timeUs) > twinUs) return false
  return isSamePointer(a.parentPointer, b.parentPointer) && isSamePointer(a.spawningParentPointer, b.spawningParentPointer)
}

/** Whether two pointers name the same step of the same run. */
export function isSamePointer(a: RunPointer | null, b: RunPointer | null): boolean {
  if (a === null || b === null) return a === b
  return a.appId === b.appId && a.sequenceId === b.sequenceId && a.partitionKey === b.partitionKey
}

function graphOf(
  graphs: readonly FoldGraph[],
  life: Life,
  anchor: FoldMetadata | null,
  nextAnchor: FoldMetadata | null
): FoldGraph | null {
  const startUs = anchor?.timeUs ?? life.startUs
  const first = graphs.findLastIndex(({ timeUs }) => timeUs <= startUs)
  // The next life's own graph stands just before its metadata.
  const next = nextAnchor === null ? -1 : graphs.findLastIndex(({ timeUs }) => timeUs <= nextAnchor.timeUs)
  const own = graphs.slice(Math.max(first, 0), next > first ? next : undefined)
  return own.findLast(({ timeUs }) => timeUs <= life.endUs) ?? own[0] ?? null
}
