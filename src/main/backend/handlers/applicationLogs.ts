import { stringifyExact } from '@shared/exactJson/write'
import type { RunKey } from '@shared/model/run'
import { AppError } from '@shared/errors'
import { toApplicationLogs } from '../burr/applicationLogs'
import { bodyText } from '../burr/readBody'
import type { AnyDatabase } from '../database/connection'
import { readChildren } from '../database/readFamily'
import { findRunId } from '../database/readRun'
import { readRunObjects } from '../database/runObjects'
import { LogBodies } from './logBodies'
import { assembleAll } from './stepBodies'

/** A run in the shape of Burr's own server, as JSON text with every number as it was logged; `not-found` or `body-missing`. */
export function applicationLogsText(db: AnyDatabase, run: RunKey): string {
  const runId = findRunId(db, run)
  const objects = readRunObjects(db, runId)
  const bodies = new LogBodies(db)
  const missing = objects.filter((object) => bodies.bytes(object) === null)
  if (missing.length > 0) {
    throw new AppError({
      code: 'body-missing',
      message: `${missing.length} of the run's ${objects.length} objects are not on this disk.`,
      action: 'Fetch them from the bucket.'
    })
  }
  const body = assembleAll(db, runId, bodies)
  const graphKey = body.run.builds.findLast((build) => build.graphKey !== null)?.graphKey
  const graph = objects.find(({ key }) => key === graphKey)
  const graphBytes = graph === undefined ? null : bodies.bytes(graph)
  // The status of a child is not part of the document, so its time does not matter.
  const children = readChildren(db, runId, 0).map(({ run: child, kind, sequenceId, timeUs }) => {
    return { appId: child.appId, partitionKey: child.partitionKey, kind, sequenceId, timeUs }
  })
  return stringifyExact(toApplicationLogs({ body, graphText: graphBytes === null ? null : bodyText(graphBytes), children }))
}
