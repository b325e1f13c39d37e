import type { RunStatus } from '../model/run'

/** A text to compare with; a pattern holds `*` for any characters. */
export interface TextMatch {
  readonly text: string
  readonly isPattern: boolean
}

/** A bound on a number; a range holds both its ends. Durations are microseconds. */
export type Bound =
  | { readonly is: '>' | '>=' | '<' | '<=' | '='; readonly value: number }
  | { readonly is: 'range'; readonly from: number; readonly to: number }

/** A moment as it was written: so long ago, a day by its name, or a date with as much time as was given (local unless it ends in Z). */
export type FilterTime =
  | { readonly is: 'ago'; readonly us: number }
  | { readonly is: 'day'; readonly day: 'today' | 'yesterday' }
  | { readonly is: 'date'; readonly text: string }

/** Keys that compare a text: action and partition whole, app from its beginning, error anywhere. */
export type TextKey = 'action' | 'partition' | 'app' | 'error'

/** Keys that compare a number. */
export type NumberKey = 'duration' | 'steps' | 'failed' | 'tokens'

/** Whether a run can be read without the network: all its log files are here, or not; or it is kept offline. */
export type OfflineWord = 'yes' | 'no' | 'pinned'

/** One condition of a filter line; all of a line must hold, and of the values of one key any. */
export type FilterTerm =
  | { readonly key: 'text'; readonly negated: boolean; readonly text: string }
  | { readonly key: 'status'; readonly negated: boolean; readonly statuses: readonly RunStatus[] }
  | { readonly key: TextKey; readonly negated: boolean; readonly texts: readonly TextMatch[] }
  | { readonly key: NumberKey; readonly negated: boolean; readonly bounds: readonly Bound[] }
  | { readonly key: 'since' | 'until'; readonly time: FilterTime }
  | { readonly key: 'fork' | 'spawn'; readonly value: boolean }
  | { readonly key: 'offline'; readonly negated: boolean; readonly words: readonly OfflineWord[] }

/** A key that can be written before a colon. */
export type FilterKey = Exclude<FilterTerm['key'], 'text'>

/** What every key means, in the order they are suggested. */
export const filterKeys: readonly { readonly key: FilterKey; readonly about: string; readonly example: string }[] = [
  { key: 'status', about: 'how the run stands', example: 'status:failed,lost' },
  { key: 'action', about: 'a step of the run ran this action', example: 'action:rag' },
  { key: 'error', about: 'the last error holds this text', example: 'error:Timeout' },
  { key: 'since', about: 'last activity not before', example: 'since:24h' },
  { key: 'until', about: 'last activity not after', example: 'until:2026-11-20' },
  { key: 'partition', about: 'the partition key', example: 'partition:user_1' },
  { key: 'duration', about: 'from the first event to the last', example: 'duration:>2s' },
  { key: 'steps', about: 'number of steps', example: 'steps:>10' },
  { key: 'failed', about: 'number of failed steps', example: 'failed:>0' },
  { key: 'tokens', about: 'prompt and completion tokens', example: 'tokens:>1000' },
  { key: 'app', about: 'the app id begins with this', example: 'app:chat-' },
  { key: 'fork', about: 'the run is a fork', example: 'fork:yes' },
  { key: 'spawn', about: 'the run is a sub-run', example: 'spawn:no' },
  { key: 'offline', about: 'all its log files are on this computer, or it is kept offline', example: 'offline:no' }
]

/** All statuses, the ones that want attention first: the order of a list sorted by status. */
export const statusOrder: readonly RunStatus[] = ['failed', 'lost', 'stale', 'waiting', 'running', 'recovered', 'ok', 'never-stepped']

/** What can be written after `offline:`. */
export const offlineWords: readonly OfflineWord[] = ['yes', 'no', 'pinned']
