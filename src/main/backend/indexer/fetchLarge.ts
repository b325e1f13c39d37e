import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { WriteDatabase } from '../database/connection'
import { statement } from '../database/connection'
import { nameObject } from '../database/objectName'
import { findObject } from '../database/objects'
import { readLargeFiles } from '../database/largeFiles'
import { findRunId } from '../database/readRun'
import type { BringContext } from '../offline/bringBodies'
import { maxAskedBytes } from './fetchSize'
import { prepareObject } from './ingest'
import type { IngestResult } from './ingest'

const megabytes = (bytes: number): string => Math.ceil(bytes / 1024 / 1024).toLocaleString('en')

/**
 * Fetches and indexes an object of a run that was left out because it is large, since a person asks for it. `not-found` when the
 * run has no such object, `too-large` above 256 MB, `unreachable` when the bucket did not give it.
 */
export async function fetchLarge(db: WriteDatabase, run: RunKey, objectKey: string, context: BringContext): Promise<IngestResult> {
  const large = readLargeFiles(db, findRunId(db, run)).find((each) => each.objectKey === objectKey)
  if (large === undefined) throw new AppError({ code: 'not-found', message: 'No file of this run waits to be fetched under that key.' })
  const { sizeBytes } = large
  if (sizeBytes > maxAskedBytes) {
    throw new AppError({
      code: 'too-large',
      message: `This file takes ${megabytes(sizeBytes)} MB; up to ${megabytes(maxAskedBytes)} MB can be shown.`,
      action: 'Copy it from the bucket with another program, such as “aws s3 cp”.'
    })
  }
  const listed = { key: objectKey, sizeBytes, etag: '', lastModifiedUs: lastModifiedUs(db, objectKey) }
  const fetched = await context.fetcher.fetch(listed, context.signal, context.job, maxAskedBytes)
  if (fetched.kind === 'body') return context.store.ingest({ objects: [prepareObject(fetched)], setAside: [] })
  if (fetched.kind === 'vanished') context.store.markGone([objectKey])
  throw new AppError({
    code: fetched.kind === 'vanished' ? 'not-found' : 'unreachable',
    message: fetched.kind === 'vanished' ? 'The bucket no longer has this file.' : fetched.reason,
    action: fetched.kind === 'vanished' ? null : 'Try again.'
  })
}

function lastModifiedUs(db: WriteDatabase, objectKey: string): number {
  const sql = '/* lastModified */ SELECT last_modified_us AS us FROM object WHERE object_id = ?'
  return statement<[number], { us: number }>(db.index, sql).get(findObject(db, nameObject(objectKey))?.object_id ?? -1)?.us ?? 0
}
