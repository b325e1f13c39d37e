import { queryOptions } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import { call } from '../api'
import { runKeyText } from '../route'

const keyOnly = ({ project, partitionKey, appId }: RunKey): RunKey => ({ project, partitionKey, appId })

/** The root of everything read about one run; a change of the run makes all of it stale. */
export const runRoot = (run: RunKey) => ['run', runKeyText(run)] as const

/** One run with its family and its steps, without their values. */
export const runQuery = (run: RunKey) =>
  queryOptions({ queryKey: [...runRoot(run), 'detail'], queryFn: () => call('runs.get', keyOnly(run)) })

/** Brings the bodies of a run that are not on this disk; the change that follows makes the run's queries stale. */
export const fetchBodies = (run: RunKey) => call('runs.fetchBodies', keyOnly(run))

/** Fetches and indexes a file of a run that is too large to come by itself. */
export const fetchLarge = (run: RunKey, objectKey: string) => call('runs.fetchLarge', { run: keyOnly(run), objectKey })
