import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { FieldCursor } from '@shared/contract/fields'
import type { PathPart } from '@shared/exactJson/path'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { call } from '../api'
import { formatStepKey } from '../route'
import { runRoot } from './run'

const runOnly = ({ project, partitionKey, appId }: RunKey): RunKey => ({ project, partitionKey, appId })
const stepOnly = ({ build, sequenceId, attempt }: StepKey): StepKey => ({ build, sequenceId, attempt })

/** The history of a field, a part a page; the next page goes on where the one before stopped. */
export const fieldHistoryQuery = (run: RunKey, path: readonly PathPart[]) =>
  infiniteQueryOptions({
    queryKey: [...runRoot(run), 'fieldHistory', path],
    queryFn: ({ pageParam }) => call('steps.fieldHistory', pageParam === null ? { run: runOnly(run), path } : { run: runOnly(run), path, from: pageParam }),
    initialPageParam: null as FieldCursor | null,
    getNextPageParam: (last) => last.next,
    gcTime: 60_000
  })

/** Who wrote a field last, as seen from a step. */
export const lastWriteQuery = (run: RunKey, step: StepKey, path: readonly PathPart[]) =>
  queryOptions({
    queryKey: [...runRoot(run), 'lastWrite', formatStepKey(step), path],
    queryFn: () => call('steps.lastWrite', { run: runOnly(run), step: stepOnly(step), path }),
    gcTime: 60_000
  })

/** The state a forked run began with. */
export const forkStateQuery = (run: RunKey) =>
  queryOptions({ queryKey: [...runRoot(run), 'forkState'], queryFn: () => call('steps.forkState', runOnly(run)) })
