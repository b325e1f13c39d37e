/** All that a list of runs can be sorted by. */
export const runSortKeys = ['active', 'started', 'duration', 'steps', 'failed', 'tokens', 'status', 'app', 'partition', 'action'] as const

/** How a list of runs is sorted; of equal runs the one indexed last counts as the greater. */
export interface RunSort {
  readonly by: (typeof runSortKeys)[number]
  readonly descending: boolean
}

/** Newest activity first: how a list stands by itself. */
export const newestFirst: RunSort = { by: 'active', descending: true }
