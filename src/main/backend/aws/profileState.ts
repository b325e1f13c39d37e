import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import type { ProfileKind, ProfileState } from '@shared/model/profile'
import type { Environment, PlacedEntry, PlacedSection, ProfileFiles } from './profileFiles'

/** What a profile's state is judged by. */
export interface Surroundings {
  readonly files: ProfileFiles
  readonly environment: Environment
  readonly nowMs: number
}

/** How a profile gets its credentials, by the precedence of the SDK. */
export function kindOf(profile: PlacedSection): ProfileKind {
  const has = (name: string): boolean => (profile.entries.get(name)?.value ?? '') !== ''
  if (has('role_arn') && (has('source_profile') || has('credential_source'))) return 'assume-role'
  if (has('aws_access_key_id') || has('aws_secret_access_key')) return 'static'
  if (has('web_identity_token_file')) return 'web-identity'
  if (has('role_arn')) return 'assume-role'
  if (has('credential_process')) return 'credential-process'
  if (has('sso_session')) return 'sso-session'
  if (['sso_start_url', 'sso_account_id', 'sso_region', 'sso_role_name'].some(has)) return 'sso'
  return has('login_session') ? 'login-session' : 'unknown'
}

/** Whether a profile can be used now, as far as files tell; nothing is run and nobody is asked. */
export async function stateOf(profile: PlacedSection, around: Surroundings, visited: readonly string[] = []): Promise<ProfileState> {
  const state = await judge(profile, around, visited)
  // A line that could not be read is the likeliest reason, and the one to go to.
  return state.state === 'broken' && profile.fault !== null ? { state: 'broken', ...profile.fault } : state
}

async function judge(profile: PlacedSection, around: Surroundings, visited: readonly string[]): Promise<ProfileState> {
  switch (kindOf(profile)) {
    case 'static': return need(profile, ['aws_access_key_id', 'aws_secret_access_key']) ?? keys(profile, around.nowMs)
    case 'assume-role': return await assumeRole(profile, around, visited)
    case 'web-identity': return need(profile, ['role_arn']) ?? await fileThere(profile, 'web_identity_token_file')
    case 'credential-process': return await program(profile)
    case 'sso-session': return await ssoSession(profile, around)
    case 'sso': return need(profile, ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'])
      ?? await token(profile, around, join('sso', 'cache'), hash('sha1', value(profile, 'sso_start_url')), 'aws sso login')
    case 'login-session': return await token(profile, around, join('login', 'cache'), hash('sha256', value(profile, 'login_session')), 'aws login')
    case 'unknown': return broken('it says nothing of how to get credentials', profile)
  }
}

/** Where tools that fetch keys for a while write until when. */
const expiryNames = ['x_security_token_expires', 'aws_session_expiration', 'aws_expiration', 'expiration']

function keys(profile: PlacedSection, nowMs: number): ProfileState {
  const entry = expiryNames.map((name) => profile.entries.get(name)).find((each) => each !== undefined)
  const expiresMs = Date.parse(entry?.value ?? '')
  if (entry === undefined || Number.isNaN(expiresMs)) return ready(null)
  return expiresMs > nowMs ? ready(expiresMs * 1000) : broken(`its keys expired at ${entry.value}`, entry)
}

async function assumeRole(profile: PlacedSection, around: Surroundings, visited: readonly string[]): Promise<ProfileState> {
  const source = profile.entries.get('source_profile')
  const credentialSource = profile.entries.get('credential_source')
  if (source !== undefined && credentialSource !== undefined) return broken('source_profile and credential_source exclude each other', credentialSource)
  if (credentialSource !== undefined) {
    const known = ['Environment', 'EcsContainer', 'Ec2InstanceMetadata'].includes(credentialSource.value)
    return known ? ready(null) : broken('credential_source is none of Environment, EcsContainer, Ec2InstanceMetadata', credentialSource)
  }
  if (source === undefined) return broken('role_arn needs a source_profile or a credential_source', profile)
  if (source.value === profile.name) return need(profile, ['aws_access_key_id', 'aws_secret_access_key']) ?? ready(null)
  if (visited.includes(source.value)) return broken(`source_profile leads in a circle: ${[...visited, profile.name, source.value].join(' → ')}`, source)
  const next = around.files.profiles.get(source.value)
  if (next === undefined) return broken(`source_profile “${source.value}” is not there`, source)
  const state = await stateOf(next, around, [...visited, profile.name])
  if (state.state === 'ready') return ready(null)
  return state.state === 'broken' ? { ...state, reason: state.reason.startsWith('source_profile') ? state.reason : `source_profile “${source.value}”: ${state.reason}` } : state
}

async function ssoSession(profile: PlacedSection, around: Surroundings): Promise<ProfileState> {
  const named = profile.entries.get('sso_session')
  const session = around.files.ssoSessions.get(named?.value ?? '')
  if (named === undefined || session === undefined) return broken(`sso-session “${named?.value ?? ''}” is not there`, named ?? profile)
  return need(session, ['sso_start_url', 'sso_region']) ?? need(profile, ['sso_account_id', 'sso_role_name'])
    ?? await token(profile, around, join('sso', 'cache'), hash('sha1', named.value), 'aws sso login')
}

const tokenFile = z.object({
  expiresAt: z.string().optional(),
  refreshToken: z.string().optional(),
  registrationExpiresAt: z.string().optional(),
  accessToken: z.union([z.string(), z.object({ expiresAt: z.string() })]).optional()
})

// Both caches hold JSON files named by a hash; only their times are looked at.
async function token(profile: PlacedSection, around: Surroundings, folder: string, name: string, command: string): Promise<ProfileState> {
  const signIn = (expiredMs: number | null): ProfileState => ({
    state: 'sign-in-needed',
    command: profile.name === 'default' ? command : `${command} --profile ${quotedProfile(profile.name)}`,
    expiredUs: expiredMs === null || Number.isNaN(expiredMs) ? null : expiredMs * 1000,
    signInProfile: folder.startsWith('sso') ? profile.name : null
  })
  const loginFolder = folder.startsWith('login') ? around.environment['AWS_LOGIN_CACHE_DIRECTORY'] : undefined
  const path = join(loginFolder ?? join(around.files.home, '.aws', folder), `${name}.json`)
  const cached = tokenFile.safeParse(await jsonOf(path))
  if (!cached.success) return signIn(null)
  const { accessToken, expiresAt, refreshToken, registrationExpiresAt } = cached.data
  const expiresMs = Date.parse((typeof accessToken === 'object' ? accessToken.expiresAt : expiresAt) ?? '')
  // What renews itself has no end that a file tells.
  if (refreshToken !== undefined && !(Date.parse(registrationExpiresAt ?? '') <= around.nowMs)) return ready(null)
  return expiresMs > around.nowMs ? ready(expiresMs * 1000) : signIn(expiresMs)
}

async function program(profile: PlacedSection): Promise<ProfileState> {
  const entry = profile.entries.get('credential_process')
  const [, inQuotes, bare] = /^\s*(?:"([^"]*)"|(\S+))/.exec(entry?.value ?? '') ?? []
  const path = inQuotes ?? bare ?? ''
  if (entry === undefined || path === '') return broken('credential_process is empty', entry ?? profile)
  return !isAbsolute(path) || await exists(path) ? ready(null) : broken('the program of credential_process is not there', entry)
}

async function fileThere(profile: PlacedSection, name: string): Promise<ProfileState> {
  const entry = profile.entries.get(name)
  return entry !== undefined && await exists(entry.value) ? ready(null) : broken(`the file of ${name} is not there`, entry ?? profile)
}

function need(section: PlacedSection, names: readonly string[]): ProfileState | null {
  const missing = names.filter((name) => value(section, name) === '')
  return missing.length === 0 ? null : broken(`${missing.join(' and ')} missing`, section)
}

function broken(reason: string, at: PlacedSection | PlacedEntry): ProfileState {
  return { state: 'broken', reason, file: at.file, line: at.line }
}

function ready(expiresUs: number | null): ProfileState {
  return { state: 'ready', expiresUs }
}

function value(section: PlacedSection, name: string): string {
  return section.entries.get(name)?.value ?? ''
}

function hash(algorithm: 'sha1' | 'sha256', text: string): string {
  return createHash(algorithm).update(text).digest('hex')
}

/** The name of a profile as it is typed in a shell. */
export function quotedProfile(name: string): string {
  return /^[\w.@:/+-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`
}

async function jsonOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(() => true, () => false)
}
