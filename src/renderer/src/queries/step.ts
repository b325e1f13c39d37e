import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { call } from '../api'
import { formatStepKey } from '../route'
import { NewestFirst } from './lane'
import { runRoot } from './run'

const runOnly = ({ project, partitionKey, appId }: RunKey): RunKey => ({ project, partitionKey, appId })
const stepOnly = ({ build, sequenceId, attempt }: StepKey): StepKey => ({ build, sequenceId, attempt })

/** Longer values are read in parts: taking them in whole would stop the window. */
const longestSent = 1_000_000

/** A scrubber passes steps faster than their values are read: the one it stands at comes first, those it left are not read. */
const bodies = new NewestFirst()

/** One step with its values; while the next step loads, the one before stays (`isPlaceholderData`). */
export const stepQuery = (run: RunKey, step: StepKey) =>
  queryOptions({
    queryKey: [...runRoot(run), 'step', formatStepKey(step)],
    queryFn: ({ signal }) => bodies.run(signal, () => call('steps.get', { run: runOnly(run), step: stepOnly(step), longest: longestSent })),
    placeholderData: keepPreviousData,
    // Bodies are large, and those a scrubber passed are seldom seen again.
    gcTime: 60_000
  })

/** Spans, attributes and streams of some steps (at most 500), or of all. */
export const stepEventsQuery = (run: RunKey, steps?: readonly StepKey[]) =>
  queryOptions({
    queryKey: [...runRoot(run), 'events', steps === undefined ? 'all' : steps.map(formatStepKey)],
    queryFn: () =>
      call('steps.events', steps === undefined ? { run: runOnly(run) } : { run: runOnly(run), steps: steps.map(stepOnly) })
  })

/** One log line as it is in the bucket; it never changes. */
export const rawLineQuery = (objectKey: string, line: number) =>
  queryOptions({ queryKey: ['rawLine', objectKey, line], queryFn: () => call('steps.rawLine', { objectKey, line }) })
