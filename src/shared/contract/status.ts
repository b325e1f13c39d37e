import { z } from 'zod'
import type { JobRow, SetAsideObject, Status } from '../model/status'
import { name } from './keys'
import { method } from './method'

export const status = {
  'status.get': method<Status>()('indexer', z.strictObject({})),
  /** Polls now; answers when the poll has begun. */
  'poll.now': method<null>()('indexer', z.strictObject({})),
  /** Stops polling, or goes on with it. */
  'poll.pause': method<null>()('indexer', z.strictObject({ paused: z.boolean() })),
  /** What the person looks at, so that it is polled more often: a run, a project, or nothing; and whether the window is seen. */
  'poll.focus': method<null>()(
    'indexer',
    z.strictObject({ project: name.nullable(), runOpen: z.boolean(), visible: z.boolean() })
  ),
  /** Lists the whole bucket (or one project) and compares with the index; answers when the job has begun. */
  'poll.verify': method<null>()('indexer', z.strictObject({ project: name.nullable() })),
  'jobs.list': method<readonly JobRow[]>()(
    'reader',
    z.strictObject({ includeEmpty: z.boolean().default(false), limit: z.int().min(1).max(500).default(100) })
  ),
  'jobs.cancel': method<null>()('indexer', z.strictObject({ jobId: z.int() })),
  /** Objects that were ignored or could not be indexed, newest first. */
  'objects.setAside': method<readonly SetAsideObject[]>()(
    'reader',
    z.strictObject({ project: name.nullable(), state: z.enum(['ignored', 'failed']), limit: z.int().min(1).max(500).default(200) })
  )
} as const
