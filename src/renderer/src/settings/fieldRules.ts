import { parseBucketInput } from '@shared/model/bucketInput'
import { settingsSchema } from '@shared/model/settings'
import type { Settings } from '@shared/model/settings'

/** The name of a setting. */
export type Field = keyof Settings

const limits: Readonly<Record<Field, string>> = {
  profile: 'At most 256 characters.',
  bucket: 'Not the name of a bucket.',
  region: 'At most 64 characters.',
  endpointUrl: 'Begin with http:// or https://, then the host.',
  forcePathStyle: 'Choose one.',
  extraPath: 'At most 4,096 characters.',
  updateIntervalMs: 'From 1 second to 24 hours (86,400 s).',
  awsMaxConcurrency: 'A whole number from 1 to 1,000.',
  bodyBudgetBytes: 'From 0.0625 GiB (64 MiB) to 1,024 GiB.',
  snapshotIntervalMs: 'From 10 seconds to 7 days (10,080 min).',
  loadSnapshotOnStart: 'Choose one.',
  priorSnapshotsToKeep: 'A whole number from 0 to 1,000.',
  publishSnapshots: 'Choose one.',
  theme: 'Choose one.',
  timeZone: 'Choose one.',
  timeStyle: 'Choose one.'
}

/** What is wrong with the value of a setting, in words; `null` = nothing. */
export function fieldProblem<F extends Field>(field: F, value: Settings[F]): string | null {
  if (settingsSchema.shape[field].safeParse(value).success) return null
  const bucket = field === 'bucket' && typeof value === 'string' ? parseBucketInput(value) : null
  return bucket === null || bucket.ok ? limits[field] : bucket.why
}
