import { z } from 'zod'

const projectName = z.string().min(1).max(1024)

/** Schema of {@link BringIn}. */
export const bringInSchema = z.strictObject({
  /** `null` = all, also those that appear later. */
  projects: z.array(projectName).max(10_000).nullable(),
  /** First day (UTC, `2026-11-22`) of what is brought in; `null` = from the beginning. */
  sinceDay: z.iso.date().nullable()
})

/** What of a bucket a person wants in the index. Making it smaller deletes nothing. */
export type BringIn = z.output<typeof bringInSchema>

/** What holds as long as nobody chose. */
export const everything: BringIn = { projects: null, sinceDay: null }

/** What is in force, and whether a large bucket waits for a first choice. */
export interface BringInState {
  readonly choice: BringIn
  readonly isAsked: boolean
}

/** How much one folder under `data/` holds in the range asked for. */
export interface ProjectEstimate {
  readonly project: string
  /** Objects that Burr wrote, so far as the listing tells. */
  readonly objects: number
  readonly bytes: number
  /** Of these, those that need not be fetched any more. */
  readonly indexed: number
  /** Requests that bringing in the rest takes. */
  readonly lists: number
  readonly gets: number
  /** Time of the newest object in UTC microseconds; `null` = none in this range. */
  readonly newestUs: number | null
  /** `false` = reckoned from parts of the listing. */
  readonly isExact: boolean
  /** There is more than was counted, and nobody knows how much. */
  readonly isAtLeast: boolean
}

/** What bringing in takes, project by project. */
export interface BringInEstimate {
  readonly sinceDay: string | null
  readonly projects: readonly ProjectEstimate[]
  /** Listing pages that were read to find this out. */
  readonly pagesRead: number
  readonly madeAtUs: number
}
