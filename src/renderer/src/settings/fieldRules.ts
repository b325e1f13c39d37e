import { settingsSchema } from '@shared/model/settings'
import type { Settings } from '@shared/model/settings'

/** The name of a setting. */
export type Field = keyof Settings

const limits: Readonly<Record<Field, string>> = {
  profile: 'At most 256 characters.',
  bucket: 'At most 255 characters.',
  region: 'At most 64 characters.',
  endpointUrl: 'At most 2,048 characters.',
  forcePathStyle: 'Choose one.',
  updateIntervalMs: 'From 1 second to 24 hours (86,400 s).',
  awsMaxConcurrency: 'A whole number from 1 to 1,000.',
  snapshotIntervalMs: 'From 10 seconds to 7 days (10,080 min).',
  loadSnapshotOnStart: 'Choose one.',
  priorSnapshotsToKeep: 'A whole number from 0 to 1,000.',
  publishSnapshots: 'Choose one.',
  theme: 'Choose one.'
}

/** What is wrong with the value of a setting, in words; `null` = nothing. */
export function fieldProblem<F extends Field>(field: F, value: Settings[F]): string | null {
  if (!settingsSchema.shape[field].safeParse(value).success) return limits[field]
  if (field === 'endpointUrl' && typeof value === 'string' && !/^https?:\/\/[^/\s]+/.test(value)) return 'Begin with http:// or https://, then the host.'
  if (field === 'bucket' && typeof value === 'string' && value !== '' && !/^[a-zA-Z0-9._-]{3,255}$/.test(value)) return 'A bucket name has letters, digits, dots and hyphens only.'
  return null
}

/** The bucket named by what was typed or pasted: a name, an `s3://` address, or an ARN. */
export function bucketOf(text: string): string {
  const trimmed = text.trim()
  return /^s3:\/\/([^/]+)/.exec(trimmed)?.[1] ?? /^arn:aws[\w-]*:s3:::([^/]+)/.exec(trimmed)?.[1] ?? trimmed
}
