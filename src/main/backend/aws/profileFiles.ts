import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseIni } from './ini'
import type { IniEntry } from './ini'

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting and the place it stands at. */
export interface PlacedEntry extends IniEntry {
  readonly file: string
}

/** A section of either file, merged over all its occurrences; the credentials file wins, as in the SDK. */
export interface PlacedSection {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly entries: ReadonlyMap<string, PlacedEntry>
  /** The first line in it that is neither a setting nor a section. */
  readonly fault: { readonly file: string; readonly line: number; readonly reason: string } | null
}

/** What the shared config and credentials files say. Values can be secrets: they stay in this folder. */
export interface ProfileFiles {
  readonly profiles: ReadonlyMap<string, PlacedSection>
  readonly ssoSessions: ReadonlyMap<string, PlacedSection>
  readonly services: ReadonlyMap<string, PlacedSection>
  readonly home: string
}

/** Where the AWS tools share what they know: two files, and folders of JSON files with sign-ins. */
export interface SharedPaths {
  readonly home: string
  readonly config: string
  readonly credentials: string
  readonly caches: readonly string[]
}

/** The paths that hold by the environment; none of them needs to be there. */
export function sharedPaths(environment: Environment): SharedPaths {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir()
  return {
    home,
    config: expandHome(environment['AWS_CONFIG_FILE'] ?? '', home) || join(home, '.aws', 'config'),
    credentials: expandHome(environment['AWS_SHARED_CREDENTIALS_FILE'] ?? '', home) || join(home, '.aws', 'credentials'),
    caches: [join(home, '.aws', 'sso', 'cache'), join(home, '.aws', 'cli', 'cache'), environment['AWS_LOGIN_CACHE_DIRECTORY'] ?? join(home, '.aws', 'login', 'cache')]
  }
}

/** Reads both files anew; one that is not there is empty. */
export async function readProfileFiles(environment: Environment = process.env): Promise<ProfileFiles> {
  const { home, config, credentials } = sharedPaths(environment)
  const kinds = { profile: new Map(), 'sso-session': new Map(), services: new Map() } satisfies Record<string, Map<string, PlacedSection>>
  await gather(config, (kind, name) => kindInConfig(kind, name), kinds)
  await gather(credentials, (kind) => (kind === '' ? 'profile' : null), kinds)
  return { profiles: kinds.profile, ssoSessions: kinds['sso-session'], services: kinds.services, home }
}

type Kind = 'profile' | 'sso-session' | 'services'

// In the config file only `default` may stand without the word “profile”.
function kindInConfig(kind: string, name: string): Kind | null {
  if (kind === '') return name === 'default' ? 'profile' : null
  return kind === 'profile' || kind === 'sso-session' || kind === 'services' ? kind : null
}

async function gather(file: string, kindOf: (kind: string, name: string) => Kind | null, into: Record<Kind, Map<string, PlacedSection>>): Promise<void> {
  const { sections, faults } = parseIni(await textOf(file))
  for (const section of sections) {
    const kind = kindOf(section.kind, section.name)
    if (kind === null) continue
    const before = into[kind].get(section.name)
    const placed = [...section.entries].map(([name, entry]) => [name, { ...entry, file }] as const)
    const fault = faults.find((one) => one.section === section)
    into[kind].set(section.name, {
      name: section.name,
      file: before?.file ?? file,
      line: before?.line ?? section.line,
      entries: new Map([...(before?.entries ?? []), ...placed]),
      fault: before?.fault ?? (fault === undefined ? null : { file, line: fault.line, reason: fault.reason })
    })
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return ''
  }
}

function expandHome(path: string, home: string): string {
  return path.startsWith('~/') ? join(home, path.slice(2)) : path
}
