import { AppError } from '@shared/errors'
import type { Connection } from '../backend/aws/connect'
import { connect } from '../backend/aws/connect'
import type { ReadDatabase, WriteDatabase } from '../backend/database/connection'
import { markInterruptedJobs } from '../backend/database/jobs'
import { closeDatabase, openReader, openWriter } from '../backend/database/open'
import { Indexing } from '../backend/indexer/indexing'
import type { IndexingListener } from '../backend/indexer/indexing'
import { workspaceFolder } from '../backend/workspace'
import type { CommandContext } from './command'

/** What a command that writes has at hand. */
export interface WritingWorkspace {
  readonly db: WriteDatabase
  readonly connection: Connection
  readonly indexing: Indexing
}

/** Opens the index for writing and the bucket, does the work and closes both. */
export async function withIndexing<T>(context: CommandContext, listener: IndexingListener, work: (workspace: WritingWorkspace) => Promise<T>): Promise<T> {
  requireBucket(context)
  const connection = await connect(context.settings, { environment: context.env })
  try {
    const db = openWriter(workspaceFolder(context.dataFolder, context.settings))
    try {
      markInterruptedJobs(db)
      const indexing = new Indexing(db, connection.bucket, { ...listener, maxConcurrency: context.settings.awsMaxConcurrency })
      return await work({ db, connection, indexing })
    } finally {
      closeDatabase(db)
    }
  } finally {
    connection.close()
  }
}

/** Opens the index for reading, beside an app that may be writing, does the work and closes it. */
export async function withReader<T>(context: CommandContext, work: (db: ReadDatabase) => Promise<T> | T): Promise<T> {
  requireBucket(context)
  const db = openReader(workspaceFolder(context.dataFolder, context.settings))
  try {
    return await work(db)
  } finally {
    closeDatabase(db)
  }
}

function requireBucket(context: CommandContext): void {
  if (context.settings.bucket !== '') return
  throw new AppError({ code: 'not-configured', message: 'No bucket is given.', action: 'Name one with --bucket, in BURR_S3_BUCKET or in the settings.' })
}
