import type { Change } from '@shared/contract/change'
import type { RunKey } from '@shared/model/run'
import type { Settings } from '@shared/model/settings'
import type { FromChildKeeper, ToChildKeeper } from './snapshot/childRelay'

/** What both threads are started with. */
export interface ThreadStart {
  /** Absolute folder of all workspaces. */
  readonly dataFolder: string
  readonly settings: Settings
  /** The main process starts child processes for the thread, which cannot do so itself. */
  readonly keepsChildren: boolean
  /** Folder of an opened file that is read in the place of the workspace; `null` = none. */
  readonly shown: string | null
}

/** From the main process to a thread. */
export type ToThread =
  | { readonly type: 'call'; readonly callId: number; readonly method: string; readonly input: unknown }
  | { readonly type: 'configure'; readonly settings: Settings }
  /** What is read from now on: the folder of an opened file, or (`null`) the workspace. */
  | { readonly type: 'show'; readonly folder: string | null }
  /** A person opened this run. */
  | { readonly type: 'used'; readonly run: RunKey }
  /** Another thread found the index damaged. */
  | { readonly type: 'damaged' }
  /** Of a child process that the thread asked for. */
  | { readonly type: 'child'; readonly message: FromChildKeeper }
  | { readonly type: 'suspend' }
  | { readonly type: 'resume' }
  | { readonly type: 'close' }

/** From a thread to the main process; a reply is one JSON text, parsed only where it is shown. */
export type FromThread =
  | { readonly type: 'reply'; readonly callId: number; readonly text: string }
  | { readonly type: 'change'; readonly change: Change }
  | { readonly type: 'damaged' }
  | { readonly type: 'child'; readonly message: ToChildKeeper }
  | { readonly type: 'closed' }
