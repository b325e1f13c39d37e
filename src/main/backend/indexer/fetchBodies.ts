import type { RunKey } from '@shared/model/run'
import type { WriteDatabase } from '../database/connection'
import { missingBodies } from '../database/missingBodies'
import { bringBodies, refuseNothing } from '../offline/bringBodies'
import type { BringContext } from '../offline/bringBodies'

/** Brings the bodies of a run that are not on this disk; `not-found` when the index has no such run, `unreachable` when none came. */
export async function fetchBodies(db: WriteDatabase, run: RunKey, context: BringContext): Promise<{ readonly fetched: number; readonly missing: number }> {
  const absent = missingBodies(db, run)
  const brought = await bringBodies(db, absent, context)
  refuseNothing(brought)
  return { fetched: brought.stored, missing: absent.length - brought.stored }
}
