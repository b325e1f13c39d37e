import { z } from 'zod'

/** S3 keys hold at most 1,024 bytes, so no part of one is longer. */
export const name = z.string().min(1).max(1024)

/** Schema of a run key; `null` = no partition. */
export const runKey = z.strictObject({
  project: name,
  partitionKey: z.string().max(1024).nullable(),
  appId: name
})

/** Schema of a step key inside a run. */
export const stepKey = z.strictObject({
  build: z.int().min(0),
  sequenceId: z.int(),
  attempt: z.int().min(0)
})
