import { z } from 'zod'
import { parseBucketInput } from './bucketInput'

/** The themes a window can have; `system` follows the desktop, `high-contrast` takes light or dark from it. */
export const themes = ['system', 'light', 'dark', 'high-contrast'] as const

/** Whose clock times are written in; `producer` is that of the program that logged them, where it is known. */
export const timeZones = ['local', 'utc', 'producer'] as const

/** Whether lists say how long ago something was, or when. */
export const timeStyles = ['age', 'date'] as const

const bucketField = z.string().max(2048).transform((text, context) => {
  const parsed = parseBucketInput(text)
  if (parsed.ok) return parsed.bucket
  context.addIssue({ code: 'custom', message: parsed.why })
  return z.NEVER
})

const fields = {
  /** Name of a profile of the shared AWS files; `null` = the default chain. Never a key. */
  profile: z.string().max(256).nullable(),
  /** A name, an s3:// address, an ARN or a console URL; kept as the bare name. Empty = not chosen yet. */
  bucket: bucketField,
  /** `null` = found by asking the bucket. */
  region: z.string().max(64).nullable(),
  /** Another S3 store; `null` = AWS, or what the profile says. */
  endpointUrl: z.string().max(2048).regex(/^https?:\/\/[^\s/@]+(\/\S*)?$/, 'is not an http or https address').nullable(),
  /** `null` = path style for custom endpoints only. */
  forcePathStyle: z.boolean().nullable(),
  /** Folders in which helper programs of profiles are looked for before those of `PATH`, joined as in `PATH`; `null` = none. */
  extraPath: z.string().max(4096).nullable(),
  updateIntervalMs: z.int().min(1000).max(86_400_000),
  awsMaxConcurrency: z.int().min(1).max(1000),
  /** Most bytes of bodies on this disk; what was kept on purpose is not counted out. */
  bodyBudgetBytes: z.int().min(64 * 1024 ** 2).max(1024 ** 4),
  snapshotIntervalMs: z.int().min(10_000).max(604_800_000),
  loadSnapshotOnStart: z.boolean(),
  priorSnapshotsToKeep: z.int().min(0).max(1000),
  publishSnapshots: z.boolean(),
  theme: z.enum(themes),
  timeZone: z.enum(timeZones),
  timeStyle: z.enum(timeStyles)
}

/** Schema of the settings file. No field holds a secret. */
export const settingsSchema = z.object(fields)

/** What a person can set. */
export type Settings = z.output<typeof settingsSchema>

/** Any of the settings, as a window sends a change. */
export const settingsPatch = z.strictObject(fields).partial()

/** One of {@link settingsPatch}. */
export type SettingsPatch = z.output<typeof settingsPatch>

/** What holds when nothing is set; the intervals are those of Burr's own server. */
export const defaultSettings: Settings = {
  profile: null,
  bucket: '',
  region: null,
  endpointUrl: null,
  forcePathStyle: null,
  extraPath: null,
  updateIntervalMs: 120_000,
  awsMaxConcurrency: 100,
  bodyBudgetBytes: 5 * 1024 ** 3,
  snapshotIntervalMs: 3_600_000,
  loadSnapshotOnStart: true,
  priorSnapshotsToKeep: 5,
  publishSnapshots: false,
  theme: 'system',
  timeZone: 'local',
  timeStyle: 'age'
}

/** Where the value of a setting came from. */
export type SettingSource =
  | { readonly from: 'default' }
  | { readonly from: 'file' }
  | { readonly from: 'environment'; readonly variable: string }

/** A value that was not taken, and why; the setting holds its file value or default instead. */
export interface SettingProblem {
  readonly field: string
  readonly value: string
  readonly why: string
}

/** The settings in force, where each came from, and what was wrong. */
export interface EffectiveSettings {
  readonly values: Settings
  readonly sources: Readonly<Record<keyof Settings, SettingSource>>
  readonly problems: readonly SettingProblem[]
}
