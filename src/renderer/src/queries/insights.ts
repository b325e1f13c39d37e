import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Insights } from '@shared/contract/insights'
import type { RunKey } from '@shared/model/run'
import { call } from '../api'
import { runKeyText } from '../route'
import type { RunListFilter } from './runs'

const keyOnly = ({ project, partitionKey, appId }: RunKey): RunKey => ({ project, partitionKey, appId })

/** Whether not all runs are read yet: the reading thread does a part at a time, so that it answers others in between. */
export const isReading = (insights: Insights | undefined): boolean => insights !== undefined && insights.runs.read < insights.runs.count

// A moment for the calls of others, then the next part.
const nextPart = ({ state }: { state: { data: Insights | undefined } }): number | false => (isReading(state.data) ? 20 : false)

/** Tokens, calls and times of a run, with those of all runs it started or without. */
export const runInsightsQuery = (run: RunKey, withSubRuns: boolean) =>
  queryOptions({
    queryKey: ['runs', run.project, 'insights', runKeyText(run), withSubRuns],
    queryFn: () => call('insights.run', { run: keyOnly(run), withSubRuns }),
    refetchInterval: nextPart
  })

/** Tokens, calls and times of the runs of a list. */
export const listInsightsQuery = ({ project, partitionKey, includeNeverStepped, filter, sort, tree }: RunListFilter) => {
  const rest = { project, includeNeverStepped, filter, sort, tree }
  const input = partitionKey === undefined ? rest : { ...rest, partitionKey }
  return queryOptions({
    queryKey: ['runs', project, 'insights', input],
    queryFn: () => call('insights.list', input),
    refetchInterval: nextPart,
    placeholderData: keepPreviousData
  })
}
