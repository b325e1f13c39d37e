import { AppError } from '@shared/errors'
import { kindOf } from './profileState'
import { readProfileFiles } from './profileFiles'
import type { Environment, PlacedSection, ProfileFiles } from './profileFiles'

/** Where and for what a profile signs in with IAM Identity Center. */
export interface SsoTarget {
  readonly startUrl: string
  readonly region: string
  /** What the registration of the app asks for; none in the older kind of profile. */
  readonly scopes: readonly string[] | null
  /** What the file with the token is named by. */
  readonly cacheName: string
}

/** The sign-in that a profile, or one it builds on, needs. Rejects in words when it needs none. */
export async function readSsoTarget(profile: string, environment: Environment): Promise<SsoTarget> {
  const files = await readProfileFiles(environment)
  const target = targetOf(profile, files, [])
  if (target !== null) return target
  throw new AppError({ code: 'invalid-input', message: `Profile “${profile}” does not sign in with IAM Identity Center.`, action: 'Choose another profile, or sign in the way this one needs.' })
}

function targetOf(name: string, files: ProfileFiles, visited: readonly string[]): SsoTarget | null {
  const profile = files.profiles.get(name)
  if (profile === undefined || visited.includes(name)) return null
  const kind = kindOf(profile)
  if (kind === 'assume-role') return targetOf(valueOf(profile, 'source_profile') ?? '', files, [...visited, name])
  if (kind === 'sso-session') {
    const session = valueOf(profile, 'sso_session') ?? ''
    const section = files.ssoSessions.get(session)
    const scopes = section === undefined ? null : valueOf(section, 'sso_registration_scopes')
    return section === undefined ? null : target(section, session, (scopes ?? 'sso:account:access').split(',').map((scope) => scope.trim()).filter((scope) => scope !== ''))
  }
  return kind === 'sso' ? target(profile, valueOf(profile, 'sso_start_url') ?? '', null) : null
}

function target(section: PlacedSection, cacheName: string, scopes: readonly string[] | null): SsoTarget | null {
  const [startUrl, region] = [valueOf(section, 'sso_start_url'), valueOf(section, 'sso_region')]
  return startUrl === null || region === null ? null : { startUrl, region, scopes, cacheName }
}

function valueOf(section: PlacedSection, name: string): string | null {
  const value = section.entries.get(name)?.value ?? ''
  return value === '' ? null : value
}
