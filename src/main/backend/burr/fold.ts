import { assignBuilds, byKeyTime, describeBuilds, type BuildFact } from './builds'
import type { ActivityFact, BeginFact, EndFact } from './facts'
import type { FoldInput } from './foldInput'
import { findOccurrences, placeFiles, type Occurrence, type Placed, type PlacedFile } from './occurrence'
import { summariseRun, type RunSummary } from './runSummary'
import { outcomeOf, type BuiltOccurrence, type EventPlace, type StepFact } from './stepFact'
import { StepIndex } from './stepIndex'

/** A run put together: its steps by build, sequence id and attempt, its builds, and its summary. */
export interface FoldedRun {
  readonly steps: readonly StepFact[]
  readonly builds: readonly BuildFact[]
  readonly summary: RunSummary
}

/** The matching behind a folded run, for those who have the bodies and want to hang them on its steps. */
export interface FoldedMatch {
  readonly run: FoldedRun
  readonly files: readonly PlacedFile[]
  readonly index: StepIndex
  /** Place in `run.steps` of each occurrence that is shown. */
  readonly stepOf: ReadonlyMap<Occurrence, number>
}

/** Puts a run together from all of its objects; the result depends on which they are, not on their order. */
export function foldRun(input: FoldInput): FoldedRun {
  return matchRun(input).run
}

/** {@link foldRun}, with its matching. */
export function matchRun(input: FoldInput): FoldedMatch {
  const files = placeFiles(input.logFiles)
  const occurrences = findOccurrences(files)
  const shown = assignBuilds(occurrences.filter(({ isDuplicate }) => !isDuplicate))
  const index = new StepIndex(occurrences)
  const steps = describeSteps(shown, activityOf(files, index), input.selfTransitions ?? null)
  const metadata = byKeyTime(input.metadata)
  const builds = describeBuilds(shown, input.graphs, metadata)
  const duplicateCount = occurrences.length - shown.length
  const summary = summariseRun({ files, steps, builds, graphs: input.graphs, metadata, duplicateCount })
  const stepOf = new Map(shown.map(({ occurrence }, place) => [occurrence, place]))
  return { run: { steps, builds, summary }, files, index, stepOf }
}

type Counts = Omit<ActivityFact, 'sequenceId' | 'line'>
const noActivity: Counts = { spans: 0, attributes: 0, streams: 0, promptTokens: 0, completionTokens: 0 }

function activityOf(files: readonly PlacedFile[], index: StepIndex): ReadonlyMap<Occurrence, Counts> {
  const counts = new Map<Occurrence, Counts>()
  for (const file of files) {
    for (const activity of file.facts.activity) {
      const occurrence = index.find(file, activity.line, activity.sequenceId)
      if (occurrence === null) continue
      const known = counts.get(occurrence) ?? noActivity
      counts.set(occurrence, {
        spans: known.spans + activity.spans,
        attributes: known.attributes + activity.attributes,
        streams: known.streams + activity.streams,
        promptTokens: known.promptTokens + activity.promptTokens,
        completionTokens: known.completionTokens + activity.completionTokens
      })
    }
  }
  return counts
}

function describeSteps(
  shown: readonly BuiltOccurrence[],
  activity: ReadonlyMap<Occurrence, Counts>,
  selfTransitions: ReadonlySet<string> | null
): readonly StepFact[] {
  const steps: StepFact[] = []
  shown.forEach((step, place) => {
    const { occurrence, build, sequenceId, attempt } = step
    const next = shown[place + 1]
    const counts = activity.get(occurrence) ?? noActivity
    steps.push({
      build,
      sequenceId,
      attempt,
      action: occurrence.action,
      ...outcomeOf(step, next?.build === build ? next : undefined, selfTransitions),
      startUs: occurrence.begin?.us ?? null,
      endUs: occurrence.end?.us ?? null,
      begin: placeOf(occurrence.begin),
      end: placeOf(occurrence.end),
      error: occurrence.end?.fact.error ?? null,
      retryOf: retryOf(steps.at(-1), step),
      spanCount: counts.spans,
      attributeCount: counts.attributes,
      isStreamed: counts.streams > 0,
      promptTokens: counts.promptTokens,
      completionTokens: counts.completionTokens
    })
  })
  return steps
}

function placeOf(placed: Placed<BeginFact> | Placed<EndFact> | null): EventPlace | null {
  if (placed === null) return null
  const { line, offset, length, us, isUtc } = placed.fact
  return { objectKey: placed.file.key, line, offset, length, loggedUs: us, isUtc }
}

// Burr gives a retry the next id, so only the order tells: the same action right after its failure.
function retryOf(before: StepFact | undefined, step: BuiltOccurrence): number | null {
  if (before === undefined || before.build !== step.build || before.action !== step.occurrence.action) return null
  const didFail = before.status === 'failed' || before.status === 'interrupted'
  return didFail && before.sequenceId !== step.sequenceId ? (before.retryOf ?? before.sequenceId) : null
}
