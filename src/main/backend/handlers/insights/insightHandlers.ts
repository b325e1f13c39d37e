import type { Insights } from '@shared/contract/insights'
import { readSpawned } from '../../database/insightRuns'
import { findRunId } from '../../database/readRun'
import { pickBeside } from '../../database/runPage'
import { findList } from '../../database/runPageScope'
import type { ReaderPart } from '../readerMethod'
import { gatherInsights, limitMs } from './gather'
import { usageOfRun } from './usageCache'

/** Runs that are put together at most. */
const mostRuns = 2_000

export const insightHandlers: ReaderPart<'insights.run' | 'insights.list' | 'insights.ofRuns'> = {
  'insights.run': ({ db }, { run, withSubRuns }): Insights => {
    const runId = findRunId(db, run)
    const { runIds, hasMore } = withSubRuns ? readSpawned(db, runId, mostRuns) : { runIds: [runId], hasMore: false }
    return gatherInsights(db, runIds, hasMore ? mostRuns : null)
  },
  'insights.list': ({ db, nowUs }, query): Insights => {
    const list = findList(db, query, nowUs)
    const picked = list === null ? [] : pickBeside(db, list.scope, 'after', null, mostRuns + 1)
    return gatherInsights(db, picked.slice(0, mostRuns).map(({ id }) => id), picked.length > mostRuns ? mostRuns : null)
  },
  'insights.ofRuns': ({ db }, { runs }) => {
    const untilMs = performance.now() + limitMs
    return runs.flatMap((run) => {
      const facts = usageOfRun(db, findRunId(db, run), untilMs)
      return facts === null ? [] : [{ run, usage: facts.usage, isWhole: facts.logFiles.here === facts.logFiles.known }]
    })
  }
}
