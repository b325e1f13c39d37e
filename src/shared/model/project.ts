/** One project of the bucket. Times are UTC instants in microseconds; `null` = nothing indexed yet. */
export interface ProjectRow {
  readonly name: string
  readonly runCount: number
  readonly failedRunCount: number
  readonly stepCount: number
  readonly firstTimeUs: number | null
  readonly lastTimeUs: number | null
  readonly partitionCount: number
  readonly objects: ObjectCounts
}

/** What became of the objects that listings named: listed = indexed + ignored + failed + waiting. */
export interface ObjectCounts {
  readonly listed: number
  readonly indexed: number
  readonly ignored: number
  readonly failed: number
  readonly waiting: number
}

/** As of when a folder of the bucket was compared whole with the index, as far back as it is brought in. */
export interface ProjectCoverage {
  readonly project: string
  /** UTC microseconds; `null` = not yet. */
  readonly completeAsOfUs: number | null
  /** Whether it is listed and fetched at all. */
  readonly isChosen: boolean
}

/** One partition key of a project and how many runs it holds. */
export interface PartitionRow {
  readonly partitionKey: string | null
  readonly runCount: number
  readonly lastTimeUs: number
}
