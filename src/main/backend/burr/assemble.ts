import { utcOf } from './clockRepair'
import { matchRun, type FoldedRun } from './fold'
import type { FoldInput } from './foldInput'
import type { BadLine, BeginStepEntry, EndStepEntry, LogEntry, StreamEntry, UnknownEntry } from './logEntry'
import type { Occurrence, PlacedFile } from './occurrence'
import type { LogFileContent } from './readLogFile'
import { SpanGatherer, type Located, type SpanTree } from './spans'
import type { StepFact } from './stepFact'
import { summariseLogFile } from './summarise'

/** One log file of a run with its body read; `timeUs` is the key's. */
export interface AssembleFile {
  readonly key: string
  readonly timeUs: number
  readonly trackerId: string | null
  readonly content: LogFileContent
}

/** All objects of a run, log files with their bodies. */
export interface AssembleInput extends Omit<FoldInput, 'logFiles'> {
  readonly logFiles: readonly AssembleFile[]
}

/** One step with all that was logged in it. */
export interface StepBody extends SpanTree {
  readonly fact: StepFact
  readonly begin: Located<BeginStepEntry> | null
  readonly end: Located<EndStepEntry> | null
  readonly streams: readonly Located<StreamEntry>[]
  /** Lines of types this program does not know. */
  readonly unknown: readonly Located<UnknownEntry>[]
}

/** Lines that name a step of which neither begin nor end was recorded (or no step at all: `null`). */
export interface StrayEntries {
  readonly sequenceId: number | null
  readonly entries: readonly Located[]
}

/** A run in full. `steps` stand in the order of `run.steps`. */
export interface RunBody {
  readonly run: FoldedRun
  readonly steps: readonly StepBody[]
  readonly strays: readonly StrayEntries[]
  readonly badLines: readonly (BadLine & { readonly objectKey: string })[]
  /** Lines of a second tracker on the same application. */
  readonly duplicateLineCount: number
}

/** Puts a run together from the bodies of its log files, with the matching that the index uses. */
export function assembleRun(input: AssembleInput): RunBody {
  const contents = new Map(input.logFiles.map(({ key, content }) => [key, content]))
  const logFiles = input.logFiles.map((file) => ({
    key: file.key,
    timeUs: file.timeUs,
    facts: summariseLogFile(file, file.content)
  }))
  const { run, files, index, stepOf } = matchRun({ ...input, logFiles })
  const gatherers = run.steps.map((fact) => new StepGatherer(fact))
  const own = ownLines(stepOf.keys())
  const strays = new Map<number | null, Located[]>()
  let duplicateLineCount = 0
  for (const file of files) {
    for (const entry of contents.get(file.key)?.entries ?? []) {
      const { line } = entry.place
      const us = entry.time === null ? null : utcOf(file.clock, line, entry.time)
      const located = { objectKey: file.key, entry, us }
      const isStep = entry.kind === 'begin-step' || entry.kind === 'end-step'
      const { sequenceId } = entry
      const found = isStep ? own.get(lineName(file, line)) : sequenceId === null ? null : index.find(file, line, sequenceId)
      const gatherer = found === undefined || found === null ? undefined : gatherers[stepOf.get(found) ?? -1]
      if (gatherer !== undefined) gatherer.add(located)
      else if (found === null) append(strays, sequenceId, located)
      else duplicateLineCount++
    }
  }
  return {
    run,
    steps: gatherers.map((gatherer) => gatherer.body()),
    strays: [...strays].map(([sequenceId, entries]) => ({ sequenceId, entries })),
    badLines: files.flatMap(({ key }) => (contents.get(key)?.badLines ?? []).map((bad) => ({ objectKey: key, ...bad }))),
    duplicateLineCount
  }
}

function append(strays: Map<number | null, Located[]>, sequenceId: number | null, located: Located): void {
  const known = strays.get(sequenceId)
  if (known === undefined) strays.set(sequenceId, [located])
  else known.push(located)
}

function lineName(file: PlacedFile, line: number): string {
  return `${file.order}:${line}`
}

function ownLines(occurrences: Iterable<Occurrence>): ReadonlyMap<string, Occurrence> {
  const lines = new Map<string, Occurrence>()
  for (const occurrence of occurrences) {
    for (const placed of [occurrence.begin, occurrence.end]) {
      if (placed !== null) lines.set(lineName(placed.file, placed.fact.line), occurrence)
    }
  }
  return lines
}

class StepGatherer {
  private begin: Located<BeginStepEntry> | null = null
  private end: Located<EndStepEntry> | null = null
  private readonly spans = new SpanGatherer()
  private readonly streams: Located<StreamEntry>[] = []
  private readonly unknown: Located<UnknownEntry>[] = []

  constructor(private readonly fact: StepFact) {}

  add({ objectKey, entry, us }: Located<LogEntry>): void {
    switch (entry.kind) {
      case 'begin-step':
        this.begin = { objectKey, entry, us }
        break
      case 'end-step':
        this.end = { objectKey, entry, us }
        break
      case 'begin-span':
        this.spans.begin({ objectKey, entry, us })
        break
      case 'end-span':
        this.spans.end({ objectKey, entry, us })
        break
      case 'attribute':
        this.spans.attribute({ objectKey, entry, us })
        break
      case 'unknown':
        this.unknown.push({ objectKey, entry, us })
        break
      default:
        this.streams.push({ objectKey, entry, us })
    }
  }

  body(): StepBody {
    const { fact, begin, end, streams, unknown } = this
    return { fact, begin, end, ...this.spans.tree(), streams, unknown }
  }
}
