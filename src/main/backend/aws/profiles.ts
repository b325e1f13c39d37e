import type { ProfileRow } from '@shared/model/profile'
import { readProfileFiles } from './profileFiles'
import type { Environment, PlacedSection, ProfileFiles } from './profileFiles'
import { kindOf, stateOf } from './profileState'

/** Every profile of the shared config and credentials files, `default` first; never a key, a token or a command line. */
export async function listProfiles(environment: Environment = process.env, nowMs: number = Date.now()): Promise<ProfileRow[]> {
  const files = await readProfileFiles(environment)
  const around = { files, environment, nowMs }
  const rows = await Promise.all([...files.profiles.values()].map(async (profile): Promise<ProfileRow> => ({
    name: profile.name,
    kind: kindOf(profile),
    region: valueOf(profile, 'region'),
    endpointUrl: endpointOf(profile, files),
    accountId: accountOf(profile),
    roleName: roleOf(profile),
    state: await stateOf(profile, around)
  })))
  return [...rows.filter((row) => row.name === 'default'), ...rows.filter((row) => row.name !== 'default')]
}

/** Where a profile points at; both `null` when it says nothing, or is not there. */
export async function readProfilePlace(name: string | null, environment: Environment = process.env): Promise<{ region: string | null; endpointUrl: string | null }> {
  const files = await readProfileFiles(environment)
  const profile = files.profiles.get(name ?? environment['AWS_PROFILE'] ?? 'default')
  if (profile === undefined) return { region: null, endpointUrl: null }
  return { region: valueOf(profile, 'region'), endpointUrl: endpointOf(profile, files) }
}

function endpointOf(profile: PlacedSection, files: ProfileFiles): string | null {
  const services = files.services.get(valueOf(profile, 'services') ?? '')
  return (services === undefined ? null : valueOf(services, 's3.endpoint_url')) ?? valueOf(profile, 's3.endpoint_url') ?? valueOf(profile, 'endpoint_url')
}

function accountOf(profile: PlacedSection): string | null {
  const roleAccount = /^arn:[^:]*:iam::(\d{12}):/.exec(valueOf(profile, 'role_arn') ?? '')?.[1]
  return roleAccount ?? valueOf(profile, 'sso_account_id') ?? valueOf(profile, 'aws_account_id')
}

function roleOf(profile: PlacedSection): string | null {
  const arn = valueOf(profile, 'role_arn')
  return arn === null ? valueOf(profile, 'sso_role_name') : arn.replace(/^.*\//, '')
}

function valueOf(section: PlacedSection, name: string): string | null {
  const value = section.entries.get(name)?.value ?? ''
  return value === '' ? null : value
}
