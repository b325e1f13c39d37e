import type { Insights } from '@shared/contract/insights'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { AnyDatabase } from '../../database/connection'
import { readSpawned } from '../../database/insightRuns'
import { findRunId } from '../../database/readRun'
import { pickBeside } from '../../database/runPage'
import { findList } from '../../database/runPageScope'
import type { ReaderPart } from '../readerMethod'
import { gatherInsights, limitMs } from './gather'
import { usageOfRun } from './usageCache'

/** Runs that are put together at most. */
const mostRuns = 2_000

// A row on screen may be that of a run that is gone by now.
function idOf(db: AnyDatabase, run: RunKey): number | null {
  try {
    return findRunId(db, run)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}

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
      const runId = idOf(db, run)
      if (runId === null) return [{ run, usage: [], isWhole: false }]
      const facts = usageOfRun(db, runId, untilMs)
      return facts === null ? [] : [{ run, usage: facts.usage, isWhole: facts.logFiles.here === facts.logFiles.known }]
    })
  }
}
