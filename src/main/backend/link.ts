import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import { connect } from './aws/connect'
import type { Connection } from './aws/connect'
import type { MfaAsker } from './aws/credentials'
import type { WriteDatabase } from './database/connection'
import { currentFiles } from './database/currentFiles'
import { closeDatabase, openWriter } from './database/open'
import { holdBackRestored } from './database/restored'
import { asAppError } from './database/sqliteError'
import type { ChangeFeed } from './indexer/changeFeed'
import { openIndex } from './indexer/openIndex'
import type { OpenedIndex, RepairOptions } from './indexer/openIndex'
import { Session } from './indexer/session'
import type { IndexTrouble } from './indexer/session'
import { openInstallation } from './snapshot/installation'
import type { SnapshotHost } from './snapshot/snapshotHost'
import { Snapshots } from './snapshot/snapshots'
import type { SnapshotPrograms } from './snapshot/takeSnapshot'
import { revertRestore, tidyWorkspace } from './snapshot/workFolder'
import { workspaceFolder } from './workspace'

/** The way to a bucket, and its snapshots: both outlive the index, which may be opened anew. */
export interface Link {
  readonly folder: string
  readonly connection: Connection
  readonly snapshots: Snapshots
}

/** An index that is open for writing, and the session that keeps it up to date. */
export interface Opened {
  readonly db: WriteDatabase
  readonly session: Session
  /** It came from a snapshot and was not compared with the bucket yet. */
  readonly isToCompare: boolean
}

/** Opens the way to the bucket of the settings; sends nothing. */
export async function openLink(options: { readonly dataFolder: string; readonly settings: Settings; readonly programs: SnapshotPrograms; readonly host: SnapshotHost; readonly mfa?: MfaAsker }): Promise<Link> {
  const { dataFolder, settings, programs, host } = options
  const connection = await connect(settings, { mfa: options.mfa })
  const folder = workspaceFolder(dataFolder, settings)
  const snapshots = new Snapshots({ workspace: folder, bucket: connection.bucket, settings, installation: openInstallation(dataFolder), programs, host })
  return { folder, connection, snapshots }
}

const snapshotFields: readonly (keyof Settings)[] = ['publishSnapshots', 'snapshotIntervalMs', 'priorSnapshotsToKeep', 'loadSnapshotOnStart', 'theme', 'timeStyle']

/** Whether settings differ in nothing that a bucket or an index is opened with. */
export function isSameWorkspace(before: Settings, after: Settings): boolean {
  return (Object.keys(after) as (keyof Settings)[]).every((field) => snapshotFields.includes(field) || before[field] === after[field])
}

/** How an index is opened. */
export interface OpenOptions {
  readonly feed: ChangeFeed
  readonly repair: RepairOptions
  /** Fills the workspace from a snapshot if it is empty; `null` = that is not wanted. */
  readonly start: (() => Promise<unknown>) | null
  onTrouble(trouble: IndexTrouble, by: Session): void
}

/** Opens the index of a link: an empty one is filled first, a restored one that cannot be opened gives way to the one before. */
export async function openOn(link: Link, settings: Settings, options: OpenOptions): Promise<Opened> {
  const { folder, connection } = link
  await options.start?.()
  let { db, notice } = openOrRevert(folder, options.repair)
  if (notice !== null && options.start !== null) {
    // It was begun anew: a snapshot spares reading everything again.
    closeDatabase(db)
    await options.start()
    db = openIndex(folder).db
  }
  const isToCompare = holdBackRestored(db)
  const session: Session = new Session(settings, { db, connection }, options.feed, { notice, onTrouble: (trouble) => options.onTrouble(trouble, session) })
  return { db, session, isToCompare }
}

/** Closes an index after its session. */
export async function closeOpened({ session, db }: Opened): Promise<void> {
  try {
    await session.close()
  } catch (error) {
    // Last notes into a full or damaged file: the index can go without.
    if (!(asAppError(error) instanceof AppError)) throw error
  } finally {
    closeDatabase(db)
  }
}

function openOrRevert(folder: string, repair: RepairOptions): OpenedIndex {
  const isReverted = repair.isKnownDamaged !== true && currentFiles(folder).previous !== null && !canBeOpened(folder) && revertRestore(folder)
  const opened = openIndex(folder, repair)
  tidyWorkspace(folder)
  if (!isReverted) return opened
  const message = 'The restored index could not be opened. The one that was there before is in use again.'
  return { db: opened.db, notice: opened.notice ?? new AppError({ code: 'damaged', message, action: null }) }
}

function canBeOpened(folder: string): boolean {
  try {
    closeDatabase(openWriter(folder))
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'index-damaged') return false
    throw error
  }
}
