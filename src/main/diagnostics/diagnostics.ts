import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { arch, homedir, release, totalmem, userInfo } from 'node:os'
import { join } from 'node:path'
import type { DiagnosticsFile } from '@shared/contract/help'
import type { EffectiveSettings } from '@shared/model/settings'
import type { JobRow, Status } from '@shared/model/status'
import { anonymiser } from './anonymise'
import { databaseFiles } from './sizes'

/** What a report is made of; `null` = not to be had now. */
export interface DiagnosticsSources {
  readonly dataFolder: string
  readonly versions: Readonly<Record<string, string>>
  readonly settings: EffectiveSettings
  readonly status: Status | null
  readonly jobs: readonly JobRow[] | null
  readonly environment: Readonly<Record<string, string | undefined>>
}

const tailBytes = 256 * 1024

/** The files of a report, each as a person can read it beforehand. Holds no secret, no name of a bucket, profile or project, and nothing of any run. */
export function collectDiagnostics(sources: DiagnosticsSources): readonly DiagnosticsFile[] {
  const { settings, status, jobs, environment } = sources
  const hide = anonymiser({
    bucket: [settings.values.bucket, status?.bucket, environment['BURR_S3_BUCKET']],
    profile: [settings.values.profile, status?.profile, environment['AWS_PROFILE']],
    host: [hostOf(settings.values.endpointUrl), hostOf(status?.endpointUrl)].filter((host) => host !== '127.0.0.1' && host !== 'localhost'),
    account: [status?.accountId],
    project: (jobs ?? []).map((job) => job.project),
    folder: [sources.dataFolder, homedir()],
    user: [safeUser()]
  })
  const json = (value: unknown): string => hide(JSON.stringify(value, null, 2))
  return [
    { name: 'versions.json', text: json({ ...sources.versions, system: `${process.platform} ${release()} ${arch()}`, memoryMb: Math.round(totalmem() / 2 ** 20), locale: Intl.DateTimeFormat().resolvedOptions().locale }) },
    { name: 'settings.json', text: json({ values: settings.values, sources: settings.sources, problems: settings.problems.map(({ field, why }) => ({ field, why })) }) },
    { name: 'status.json', text: json(status === null ? 'not to be had' : { ...status, error: errorOf(status.error) }) },
    { name: 'jobs.json', text: json((jobs ?? []).slice(0, 100).map((job) => ({ ...job, error: errorOf(job.error) }))) },
    { name: 'files.json', text: json(databaseFiles(sources.dataFolder)) },
    ...logsOf(join(sources.dataFolder, 'logs')).map(({ name, text }) => ({ name, text: hide(text) }))
  ]
}

const hostOf = (url: string | null | undefined): string | null => (typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : null)

function safeUser(): string | null {
  try {
    // "root" and the like stand in many a word.
    const { username } = userInfo()
    return username.length > 4 ? username : null
  } catch {
    return null
  }
}

// Which error it was; its words may name what they are about.
const errorOf = (error: Status['error']): { readonly code: string } | null => (error === null ? null : { code: error.code })

function logsOf(folder: string): readonly DiagnosticsFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => name.endsWith('.log')).toSorted().slice(0, 5).map((name) => {
    const path = join(folder, name)
    const text = readFileSync(path, 'utf8')
    return { name: `logs/${name}`, text: statSync(path).size > tailBytes ? `(the last part)\n${text.slice(-tailBytes)}` : text }
  })
}
