import type { CheckResult } from '@shared/model/connectionCheck'
import type { ProfileRow } from '@shared/model/profile'
import { defaultSettings } from '@shared/model/settings'
import type { EffectiveSettings, Settings, SettingSource, SettingsPatch } from '@shared/model/settings'
import { fakeNowUs } from './fakeRuns'
import type { FakeScene } from './fakeStatus'

/** The made-up settings of a scene. */
export function fakeSettings(scene: FakeScene, changed: SettingsPatch): EffectiveSettings {
  const values = { ...defaultSettings, ...(scene === 'not-configured' ? {} : { profile: 'acme-dev', bucket: 'acme-burr-logs' }), ...changed } as Settings
  const sources = Object.fromEntries(
    Object.keys(values).map((key): [string, SettingSource] => [key, key in changed || key === 'bucket' || key === 'profile' ? { from: 'file' } : { from: 'default' }])
  ) as Record<keyof Settings, SettingSource>
  if (scene !== 'not-configured') sources.updateIntervalMs = { from: 'environment', variable: 'BURR_UPDATE_INTERVAL_MILLISECONDS' }
  return {
    values,
    sources,
    problems: scene === 'broken' ? [{ field: 'awsMaxConcurrency', value: '"many"', why: 'It must be a whole number from 1 to 1000; 100 is used.' }] : []
  }
}

/** The made-up profiles. */
export const fakeProfiles: readonly ProfileRow[] = [
  { name: 'acme-dev', kind: 'sso-session', region: 'eu-west-3', endpointUrl: null, accountId: '123456789012', roleName: 'Developer', state: { state: 'ready', expiresUs: fakeNowUs + 21_600_000_000 } },
  { name: 'acme-prod', kind: 'assume-role', region: 'eu-west-1', endpointUrl: null, accountId: '210987654321', roleName: 'burr-reader', state: { state: 'sign-in-needed', command: 'aws sso login --profile acme-prod', expiredUs: fakeNowUs - 9_000_000_000, signInProfile: 'acme-prod' } },
  { name: 'minio', kind: 'static', region: 'us-east-1', endpointUrl: 'http://127.0.0.1:9000', accountId: null, roleName: null, state: { state: 'ready', expiresUs: null } },
  { name: 'legacy', kind: 'unknown', region: null, endpointUrl: null, accountId: null, roleName: null, state: { state: 'broken', reason: 'source_profile "base" is not in the file', file: '~/.aws/config', line: 14 } }
]

/** The made-up result of trying the connection. */
export function fakeChecks(scene: FakeScene): readonly CheckResult[] {
  const denied = scene === 'broken'
  return [
    { name: 'identity', state: 'pass', words: 'Signed in as arn:aws:sts::123456789012:assumed-role/Developer/ann.', whatToDo: null, policyStatement: null },
    { name: 'region', state: 'pass', words: 'The bucket is in eu-west-3.', whatToDo: null, policyStatement: null },
    denied
      ? { name: 'list', state: 'fail', words: 'Listing data/ was denied (403 AccessDenied).', whatToDo: 'Ask for this statement on the bucket.', policyStatement: JSON.stringify({ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::acme-burr-logs', Condition: { StringLike: { 's3:prefix': 'data/*' } } }, null, 2) }
      : { name: 'list', state: 'pass', words: 'Found 6 projects under data/.', whatToDo: null, policyStatement: null },
    { name: 'get', state: denied ? 'skipped' : 'pass', words: denied ? 'Not tried: nothing could be listed.' : 'Read one object (4,112 bytes).', whatToDo: null, policyStatement: null },
    { name: 'put-snapshot', state: 'warn', words: 'Writing to snapshots/ is not allowed.', whatToDo: 'Snapshots cannot be shared; everything else works.', policyStatement: JSON.stringify({ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-burr-logs/snapshots/*' }, null, 2) }
  ]
}
