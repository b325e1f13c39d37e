import type { StepKey } from '@shared/model/step'
import { callsOf, isOfCall } from '../../burr/llmCalls'
import type { LoggedCalls } from '../../burr/llmCalls'
import { utcOf } from '../../burr/clockRepair'
import { matchRun } from '../../burr/fold'
import type { FoldedMatch } from '../../burr/fold'
import type { PlacedFile } from '../../burr/occurrence'
import { readEntry } from '../../burr/readEntry'
import { SpanGatherer } from '../../burr/spans'
import type { SpanBody } from '../../burr/spans'
import { readBody } from '../../database/bodies'
import type { AnyDatabase } from '../../database/connection'
import { readFoldInput } from '../../database/readFold'
import { readRunObjects } from '../../database/runObjects'
import type { RunObject } from '../../database/runObjects'

/** Calls of language models on one span of a step. */
export interface RunCalls extends LoggedCalls {
  readonly step: StepKey
  readonly action: string
  readonly spanId: string | null
  readonly spanName: string | null
  /** UTC microseconds. */
  readonly timeUs: number
  readonly durationUs: number | null
}

/** All calls of a run that the bodies on this disk tell of. */
export interface CallsOfRun {
  readonly calls: readonly RunCalls[]
  readonly repeats: number
  readonly logFiles: { readonly known: number; readonly here: number }
}

/** Reads the calls of language models out of a run's log files, of all lines only those that may tell of them; yields after each file, so that a long run can be read in parts. */
export function* readRunCalls(db: AnyDatabase, runId: number): Generator<undefined, CallsOfRun> {
  const objects = readRunObjects(db, runId)
  const logs = new Map(objects.filter(({ kind }) => kind === 'log').map((object) => [object.key, object]))
  const here = [...logs.values()].filter(({ hasBody }) => hasBody === 1).length
  const input = readFoldInput(db, objects)
  const hasCalls = input.logFiles.some(({ facts }) => facts.activity.some(({ attributes }) => attributes > 0))
  if (!hasCalls) return { calls: [], repeats: 0, logFiles: { known: logs.size, here } }
  const match = matchRun(input)
  const steps = new Map<number, SpanGatherer>()
  let read = 0
  for (const file of match.files) {
    const object = logs.get(file.key)
    const bytes = object === undefined ? null : readBody(db, bodyName(object))
    if (bytes === null) continue
    read++
    gatherFile(file, bytes, match, steps)
    yield
  }
  return { ...describe(match, steps), logFiles: { known: logs.size, here: read } }
}

const bodyName = ({ objectId, key, etag }: RunObject) => ({ objectId, key, etag })
const decoder = new TextDecoder()
/** A quick look at a line's text; what it lets through is read in full. */
const mayTell = /"key":\s*"gen_ai\.(?:usage|request\.model|response\.model)|_span"/

function gatherFile(file: PlacedFile, bytes: Uint8Array, match: FoldedMatch, steps: Map<number, SpanGatherer>): void {
  const lines = decoder.decode(bytes).split('\n')
  for (const [line, text] of lines.entries()) {
    if (!mayTell.test(text)) continue
    const entry = readEntry(text.trim(), { line, offset: 0, length: text.length, isInvalidUtf8: false })
    if (typeof entry === 'string') continue
    const isSpan = entry.kind === 'begin-span' || entry.kind === 'end-span'
    if (!isSpan && (entry.kind !== 'attribute' || !isOfCall(entry.key))) continue
    const step = stepOf(match, file, line, entry.sequenceId)
    if (step === null) continue
    const gatherer = steps.get(step) ?? new SpanGatherer()
    steps.set(step, gatherer)
    const us = entry.time === null ? null : utcOf(file.clock, line, entry.time)
    if (entry.kind === 'begin-span') gatherer.begin({ objectKey: file.key, entry, us })
    else if (entry.kind === 'end-span') gatherer.end({ objectKey: file.key, entry, us })
    else gatherer.attribute({ objectKey: file.key, entry, us })
  }
}

// What a second tracker logged of the same application belongs to no step, and is not counted again.
function stepOf(match: FoldedMatch, file: PlacedFile, line: number, sequenceId: number): number | null {
  const occurrence = match.index.find(file, line, sequenceId)
  return occurrence === null ? null : (match.stepOf.get(occurrence) ?? null)
}

function describe(match: FoldedMatch, steps: ReadonlyMap<number, SpanGatherer>): Pick<CallsOfRun, 'calls' | 'repeats'> {
  const all: RunCalls[] = []
  let repeats = 0
  for (const [place, gatherer] of steps) {
    const fact = match.run.steps[place]
    if (fact === undefined) continue
    const tree = gatherer.tree()
    const { calls, repeats: repeated } = callsOf(tree)
    repeats += repeated
    const { build, sequenceId, attempt, action } = fact
    for (const each of calls) {
      const span = each.span === null ? undefined : tree.spans[each.span]
      const timeUs = span?.begin?.us ?? fact.startUs ?? fact.endUs ?? match.run.summary.firstTimeUs
      const step = { build, sequenceId, attempt }
      all.push({ ...each, step, action, spanId: span?.spanId ?? null, spanName: span?.name ?? null, timeUs, durationUs: durationOf(span) })
    }
  }
  return { calls: all, repeats }
}

function durationOf(span: SpanBody | undefined): number | null {
  const [startUs, endUs] = [span?.begin?.us ?? null, span?.end?.us ?? null]
  return startUs === null || endUs === null || endUs < startUs ? null : endUs - startUs
}
