/** How many tests ended how. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Counts of one runner's JSON report; a runner that failed without naming a test counts as one failure. */
export declare const countResults: (file: string, exitCode: number) => Counts

/** The sum of several counts. */
export declare const addCounts: (all: readonly Counts[]) => Counts
