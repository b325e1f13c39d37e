import { z } from 'zod'
import { longestLine } from '../filter/parse'
import type { Pin, PinSize, StorageUse } from '../model/offline'
import { name, runKey } from './keys'
import { method } from './method'

/** Schema of what can be kept offline. */
export const pinTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), run: runKey }),
  z.strictObject({
    kind: z.literal('filter'),
    project: name,
    /** Left out = all partitions; `null` = runs without a partition. */
    partitionKey: z.string().max(1024).nullable().optional(),
    filter: z.string().max(longestLine)
  }),
  z.strictObject({ kind: z.literal('project'), project: name })
])

export const offline = {
  /** All that is kept offline, with its size now, last one first. */
  'offline.pins': method<readonly Pin[]>()('reader', z.strictObject({})),
  /** What keeping a target would hold and fetch; `invalid-input` for a filter that cannot be read or kept. */
  'offline.size': method<PinSize>()('reader', pinTarget),
  /** Keeps a target from now on and brings what is missing in the background; the same target twice is one. */
  'offline.pin': method<null>()('indexer', pinTarget),
  /** Keeps a target no longer: its bodies stay until room is needed. */
  'offline.unpin': method<null>()('indexer', z.strictObject({ pinId: z.int().min(1) })),
  /** Begins to bring what is missing of all that is kept; answers when it has begun. */
  'offline.bring': method<null>()('indexer', z.strictObject({})),
  'offline.storage': method<StorageUse>()('indexer', z.strictObject({})),
  /** Gives up all bodies that are not kept; answers when they are gone, with how many. */
  'offline.free': method<{ readonly freed: number }>()('indexer', z.strictObject({}))
} as const
