import { defaultSettings, settingsSchema } from '@shared/model/settings'
import type { EffectiveSettings, SettingProblem, Settings, SettingSource } from '@shared/model/settings'

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

type Reader = (text: string) => unknown

interface Variable {
  readonly field: keyof Settings
  /** Names in order of precedence. */
  readonly names: readonly string[]
  readonly read: Reader
  /** `overrides` beats the file; `fills-in` only answers what the file leaves open. */
  readonly rank: 'overrides' | 'fills-in'
}

// Burr's own variables command, as they do for its server; AWS's describe the surroundings, and a person's choice beats those.
const variables: readonly Variable[] = [
  { field: 'bucket', names: ['BURR_S3_BUCKET'], read: asText, rank: 'overrides' },
  { field: 'updateIntervalMs', names: ['BURR_UPDATE_INTERVAL_MILLISECONDS'], read: asInteger, rank: 'overrides' },
  { field: 'awsMaxConcurrency', names: ['BURR_AWS_MAX_CONCURRENCY'], read: asInteger, rank: 'overrides' },
  { field: 'snapshotIntervalMs', names: ['BURR_SNAPSHOT_INTERVAL_MILLISECONDS'], read: asInteger, rank: 'overrides' },
  { field: 'loadSnapshotOnStart', names: ['BURR_LOAD_SNAPSHOT_ON_START'], read: asBoolean, rank: 'overrides' },
  { field: 'priorSnapshotsToKeep', names: ['BURR_PRIOR_SNAPSHOTS_TO_KEEP'], read: asInteger, rank: 'overrides' },
  { field: 'forcePathStyle', names: ['BURR_DESKTOP_FORCE_PATH_STYLE'], read: asBoolean, rank: 'overrides' },
  { field: 'profile', names: ['AWS_PROFILE'], read: asText, rank: 'fills-in' },
  { field: 'region', names: ['AWS_REGION', 'AWS_DEFAULT_REGION'], read: asText, rank: 'fills-in' },
  { field: 'endpointUrl', names: ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'], read: asText, rank: 'fills-in' }
]

/** The settings in force: environment and saved values over the defaults; what is wrong is reported and not taken. */
export function effectiveSettings(saved: Readonly<Record<string, unknown>>, environment: Environment): EffectiveSettings {
  const values: Record<string, unknown> = { ...defaultSettings }
  const sources: Record<string, SettingSource> = Object.fromEntries(settingNames.map((field) => [field, { from: 'default' }]))
  const problems: SettingProblem[] = []
  const take = (field: keyof Settings, raw: unknown, shown: string, source: SettingSource): void => {
    const parsed = settingsSchema.shape[field].safeParse(raw)
    if (parsed.success) {
      values[field] = parsed.data
      sources[field] = source
    } else {
      problems.push({ field, value: shown.slice(0, 200), why: `${whereFrom(source)}: ${parsed.error.issues[0]?.message ?? 'not understood'}` })
    }
  }
  for (const field of settingNames) {
    if (Object.hasOwn(saved, field)) take(field, saved[field], JSON.stringify(saved[field]) ?? '', { from: 'file' })
  }
  for (const variable of variables) {
    const found = lookUp(environment, variable.names)
    if (found === null || (variable.rank === 'fills-in' && values[variable.field] !== null)) continue
    take(variable.field, variable.read(found.value), found.value, { from: 'environment', variable: found.variable })
  }
  // Each field went through its own schema, and the defaults are all there.
  return { values: settingsSchema.parse(values), sources: sources as EffectiveSettings['sources'], problems }
}

/** The names of all settings. */
export const settingNames = Object.keys(defaultSettings) as readonly (keyof Settings)[]

// Burr's server ignores the case of its variables' names.
function lookUp(environment: Environment, names: readonly string[]): { variable: string; value: string } | null {
  for (const name of names) {
    const variable = environment[name] === undefined && name.startsWith('BURR_')
      ? Object.keys(environment).find((candidate) => candidate.toUpperCase() === name)
      : name
    const value = variable === undefined ? undefined : environment[variable]
    if (variable !== undefined && value !== undefined && value.trim() !== '') return { variable, value: value.trim() }
  }
  return null
}

function whereFrom(source: SettingSource): string {
  return source.from === 'environment' ? `environment variable ${source.variable}` : 'settings file'
}

function asText(text: string): unknown {
  return text
}

function asInteger(text: string): unknown {
  return /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : text
}

function asBoolean(text: string): unknown {
  if (/^(true|1|yes|y|on|t)$/i.test(text)) return true
  return /^(false|0|no|n|off|f)$/i.test(text) ? false : text
}
