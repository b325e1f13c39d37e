import type { Change } from '@shared/contract/change'
import type { contract, MethodName, Output, Parsed } from '@shared/contract/contract'
import type { Settings } from '@shared/model/settings'
import type { Status } from '@shared/model/status'
import type { SignInDesk } from '../aws/signInDesk'
import type { UserStore } from '../database/userStore'
import type { Session } from '../indexer/session'
import type { Snapshots } from '../snapshot/snapshots'

/** A call that the indexing thread answers. */
export type IndexerMethod = {
  [M in MethodName]: (typeof contract)[M]['at'] extends 'indexer' ? M : never
}[MethodName]

/** What the handlers of the indexing thread work on. */
export interface IndexerContext {
  readonly settings: Settings
  /** Rejects with why there is none: no bucket chosen, or the index cannot be opened. */
  session(): Session
  /** The status also while there is no session. */
  status(): Status
  /** What a person makes in this workspace; it needs neither the bucket nor the index. Rejects while no bucket is chosen. */
  user(): UserStore
  /** The snapshots of the workspace; rejects with why there are none: no bucket chosen, or no way to it. */
  snapshots(): Snapshots
  /** Where signing in waits for a person. */
  desk(): SignInDesk
  /** Tells every window that something changed. */
  emit(change: Change): void
}

/** The handlers of some methods. */
export type IndexerPart<Methods extends MethodName> = {
  readonly [M in Methods]: (context: IndexerContext, input: Parsed<M>) => Output<M> | Promise<Output<M>>
}
