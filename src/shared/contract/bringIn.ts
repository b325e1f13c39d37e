import { z } from 'zod'
import { bringInSchema } from '../model/bringIn'
import type { BringInEstimate, BringInState } from '../model/bringIn'
import { method } from './method'

/** What of the bucket is in the index: chosen by a person, kept with the workspace. */
export const bringIn = {
  'bringIn.get': method<BringInState>()('indexer', z.strictObject({})),
  /** Keeps to a choice from now on: a wider one is back-filled, a narrower one deletes nothing. */
  'bringIn.choose': method<null>()('indexer', bringInSchema),
  /** What bringing in from a day on (UTC; `null` = everything) takes, for every project; reads parts of the listing, at most every ten minutes. */
  'bringIn.estimate': method<BringInEstimate>()('indexer', bringInSchema.pick({ sinceDay: true }))
} as const
