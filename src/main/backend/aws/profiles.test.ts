import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProfileRow } from '@shared/model/profile'
import { listProfiles, readProfilePlace } from './profiles'

const nowMs = Date.UTC(2026, 5, 1)
const later = '2026-06-01T01:00:00Z'
const before = '2026-05-31T23:00:00Z'
let home: string
let config: string
let credentials: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'burr-profiles-'))
  config = join(home, '.aws', 'config')
  credentials = join(home, '.aws', 'credentials')
})

afterAll(() => { rmSync(home, { recursive: true, force: true }) })

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function putToken(algorithm: 'sha1' | 'sha256', of: string, token: unknown): void {
  const folder = algorithm === 'sha1' ? 'sso' : 'login'
  put(join(home, '.aws', folder, 'cache', `${createHash(algorithm).update(of).digest('hex')}.json`), JSON.stringify(token))
}

async function rowsOf(configText: string, credentialsText = ''): Promise<ProfileRow[]> {
  put(config, configText)
  put(credentials, credentialsText)
  return await listProfiles({ HOME: home }, nowMs)
}

const nothing = { region: null, endpointUrl: null, accountId: null, roleName: null }
const ready = { state: 'ready', expiresUs: null }

describe('profiles of the shared files', () => {
  it('1 static, split over both files, credentials winning', async () => {
    expect(await rowsOf('[default]\nregion = eu-west-1\naws_access_key_id = OLD\n', '[default]\naws_access_key_id = AKIAX\naws_secret_access_key = SECRET\n'))
      .toEqual([{ ...nothing, name: 'default', kind: 'static', region: 'eu-west-1', state: ready }])
  })

  it('2 static with half of its keys is broken at its line', async () => {
    expect(await rowsOf('', '# keys\n\n[half]\naws_access_key_id=AKIAX\n'))
      .toEqual([{ ...nothing, name: 'half', kind: 'static', state: { state: 'broken', reason: 'aws_secret_access_key missing', file: credentials, line: 3 } }])
  })

  it('3 sso-session with a valid token', async () => {
    putToken('sha1', 'corp', { accessToken: 'TOKEN', expiresAt: later })
    const rows = await rowsOf('[sso-session corp]\nsso_start_url = https://x\nsso_region = eu-west-1\n[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n')
    expect(rows).toEqual([{ ...nothing, name: 'dev', kind: 'sso-session', accountId: '111122223333', roleName: 'Dev', state: { state: 'ready', expiresUs: Date.parse(later) * 1000 } }])
  })

  it('4 sso-session that ended, was never begun, or renews itself', async () => {
    const profile = (name: string): string => `[sso-session ${name}]\nsso_start_url = https://x\nsso_region = r\n[profile ${name}]\nsso_session = ${name}\nsso_account_id = 1\nsso_role_name = R\n`
    putToken('sha1', 'ended', { accessToken: 'T', expiresAt: before })
    putToken('sha1', 'renews', { accessToken: 'T', expiresAt: before, refreshToken: 'R', registrationExpiresAt: later })
    putToken('sha1', 'unrenewable', { accessToken: 'T', expiresAt: before, refreshToken: 'R', registrationExpiresAt: before })
    const rows = await rowsOf(['ended', 'never', 'renews', 'unrenewable'].map(profile).join(''))
    expect(rows.map((row) => row.state)).toEqual([
      { state: 'sign-in-needed', command: 'aws sso login --profile ended', expiredUs: Date.parse(before) * 1000, signInProfile: 'ended' },
      { state: 'sign-in-needed', command: 'aws sso login --profile never', expiredUs: null, signInProfile: 'never' },
      ready,
      { state: 'sign-in-needed', command: 'aws sso login --profile unrenewable', expiredUs: Date.parse(before) * 1000, signInProfile: 'unrenewable' }
    ])
  })

  it('5 sso-session that is not there, or lacks a field', async () => {
    const rows = await rowsOf('[profile a]\nsso_session = gone\n[sso-session bare]\n[profile b]\nsso_session = bare\n')
    expect(rows.map((row) => row.state)).toEqual([
      { state: 'broken', reason: 'sso-session “gone” is not there', file: config, line: 2 },
      { state: 'broken', reason: 'sso_start_url and sso_region missing', file: config, line: 3 }
    ])
  })

  it('6 the older kind of sso', async () => {
    putToken('sha1', 'https://old', { accessToken: 'T', expiresAt: later })
    const rows = await rowsOf('[profile old]\nsso_start_url = https://old\nsso_region = r\nsso_account_id = 123456789012\nsso_role_name = R\n[profile bad]\nsso_start_url = https://old\n')
    expect(rows).toEqual([
      { ...nothing, name: 'old', kind: 'sso', accountId: '123456789012', roleName: 'R', state: { state: 'ready', expiresUs: Date.parse(later) * 1000 } },
      { ...nothing, name: 'bad', kind: 'sso', state: { state: 'broken', reason: 'sso_region and sso_account_id and sso_role_name missing', file: config, line: 6 } }
    ])
  })

  it('7 a role through a chain of three, with the account of the role', async () => {
    const rows = await rowsOf('[profile a]\nrole_arn = arn:aws:iam::999900001111:role/x\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::1:role/y\nsource_profile = c\n', '[c]\naws_access_key_id = A\naws_secret_access_key = B\n')
    expect(rows).toMatchObject([{ name: 'a', kind: 'assume-role', accountId: '999900001111', roleName: 'x', state: ready }, { name: 'b', state: ready }, { name: 'c', kind: 'static' }])
  })

  it('8 a role that goes in a circle, to nowhere, or has no source', async () => {
    const rows = await rowsOf('[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n[profile c]\nrole_arn = r\nsource_profile = none\n[profile d]\nrole_arn = r\n[profile e]\nrole_arn = r\nsource_profile = c\n')
    expect(rows.map((row) => row.state)).toMatchObject([
      { state: 'broken', reason: 'source_profile leads in a circle: a → b → a', line: 6 },
      { state: 'broken', line: 3 },
      { state: 'broken', reason: 'source_profile “none” is not there', line: 9 },
      { state: 'broken', reason: 'role_arn needs a source_profile or a credential_source', line: 10 },
      { state: 'broken', reason: 'source_profile “none” is not there', line: 9 }
    ])
  })

  it('9 a role on top of an ended sign-in asks for that one', async () => {
    const rows = await rowsOf('[profile role]\nrole_arn = r\nsource_profile = my sso\n[profile "my sso"]\nsso_start_url = https://nobody\nsso_region = r\nsso_account_id = 1\nsso_role_name = R\n')
    expect(rows[0]?.state).toEqual({ state: 'sign-in-needed', command: "aws sso login --profile 'my sso'", expiredUs: null, signInProfile: 'my sso' })
  })

  it('10 a role from the environment, and from nonsense', async () => {
    const rows = await rowsOf('[profile a]\nrole_arn = r\ncredential_source = Environment\n[profile b]\nrole_arn = r\ncredential_source = Moon\n[profile c]\nrole_arn = r\ncredential_source = Environment\nsource_profile = a\n')
    expect(rows.map((row) => row.state)).toMatchObject([ready, { state: 'broken', line: 6 }, { state: 'broken', line: 9 }])
  })

  it('11 a helper program, there and not there', async () => {
    const rows = await rowsOf(`[profile a]\ncredential_process = "${process.execPath}" --secret-flag\n[profile b]\ncredential_process = /nowhere/helper x\n[profile c]\ncredential_process = on-the-path x\n`)
    expect(rows.map((row) => [row.kind, row.state])).toMatchObject([
      ['credential-process', ready], ['credential-process', { state: 'broken', line: 4 }], ['credential-process', ready]
    ])
  })

  it('12 web identity', async () => {
    const tokenPath = join(home, 'web-token')
    writeFileSync(tokenPath, 'WEBTOKEN')
    const rows = await rowsOf(`[profile a]\nrole_arn = r\nweb_identity_token_file = ${tokenPath}\n[profile b]\nrole_arn = r\nweb_identity_token_file = /nowhere/token\n`)
    expect(rows.map((row) => [row.kind, row.state])).toMatchObject([['web-identity', ready], ['web-identity', { state: 'broken', line: 6 }]])
  })

  it('13 aws login', async () => {
    putToken('sha256', 'arn:aws:iam::1:user/x', { accessToken: { accessKeyId: 'A', secretAccessKey: 'S', expiresAt: later }, refreshToken: 'R' })
    const rows = await rowsOf('[profile a]\nlogin_session = arn:aws:iam::1:user/x\n[default]\nlogin_session = other\n')
    expect(rows).toMatchObject([
      { name: 'default', kind: 'login-session', state: { state: 'sign-in-needed', command: 'aws login', signInProfile: null } },
      { name: 'a', kind: 'login-session', state: ready }
    ])
  })

  it('14 endpoints, own and through services, and a profile without credentials', async () => {
    const rows = await rowsOf('[profile own]\nendpoint_url = http://127.0.0.1:9000\nregion = us-west-2\n[profile via]\nservices = minio\nendpoint_url = http://other\n[services minio]\nsqs =\n  endpoint_url = http://sqs\ns3 =\n  endpoint_url = http://127.0.0.1:9001 # here\n[unprefixed]\nregion = x\n')
    expect(rows).toMatchObject([
      { name: 'own', kind: 'unknown', region: 'us-west-2', endpointUrl: 'http://127.0.0.1:9000', state: { state: 'broken', line: 1 } },
      { name: 'via', endpointUrl: 'http://127.0.0.1:9001' }
    ])
    expect(await readProfilePlace('via', { HOME: home })).toEqual({ region: null, endpointUrl: 'http://127.0.0.1:9001' })
    expect(await readProfilePlace('none', { HOME: home })).toEqual({ region: null, endpointUrl: null })
    expect(await readProfilePlace(null, { HOME: home, AWS_PROFILE: 'own' })).toMatchObject({ region: 'us-west-2' })
  })

  it('15 torn and strange files: the line at fault, and all others go on', async () => {
    const rows = await rowsOf('\uFEFFstray line\r\nkey = 1\r\n[profile torn]\r\nsso_sess ion corp\r\n[profile open\r\naws_access_key_id = LOST\r\n; note\r\n[profile good]\r\nregion=r\r\naws_access_key_id = A\r\naws_secret_access_key = a=b/c+d==\r\n[profile __proto__]\r\nregion = x\r\n[]\r\n')
    expect(rows).toMatchObject([
      { name: 'torn', kind: 'unknown', state: { state: 'broken', reason: 'neither a section nor “name = value”', file: config, line: 4 } },
      { name: 'good', kind: 'static', region: 'r', state: ready },
      { name: '__proto__', kind: 'unknown' }
    ])
    expect(({} as { region?: string }).region).toBeUndefined()
  })

  it('16 keys for a while, written by some tool: until when, and that they are over with the line', async () => {
    const keys = 'aws_access_key_id = A\naws_secret_access_key = S\n'
    const rows = await rowsOf('', `[a]\n${keys}x_security_token_expires = ${later}\n[b]\n${keys}aws_session_expiration = ${before}\n[c]\n${keys}expiration = soon\n`)
    expect(rows.map((row) => row.state)).toEqual([
      { state: 'ready', expiresUs: Date.parse(later) * 1000 }, { state: 'broken', reason: `its keys expired at ${before}`, file: credentials, line: 8 }, ready
    ])
  })

  it('17 other files by the environment, and none at all', async () => {
    put(join(home, 'elsewhere', 'conf'), '[profile far]\nregion = r\n')
    expect((await listProfiles({ HOME: home, AWS_CONFIG_FILE: '~/elsewhere/conf', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' })).map((row) => row.name)).toEqual(['far'])
    expect(await listProfiles({ HOME: join(home, 'nobody') })).toEqual([])
  })

  it('never gives a key, a token or a command line away', async () => {
    putToken('sha1', 'corp', { accessToken: 'CANARY-TOKEN', expiresAt: later, clientSecret: 'CANARY-CLIENT' })
    const rows = await rowsOf('[sso-session corp]\nsso_start_url = https://x\nsso_region = r\n[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[profile p]\ncredential_process = /nowhere/CANARY-COMMAND\n',
      '[k]\naws_access_key_id = CANARY-ID\naws_secret_access_key = CANARY-SECRET\naws_session_token = CANARY-SESSION\n[CANARY-less]\naws_access_key_id = CANARY-HALF\n')
    expect(rows).toHaveLength(4)
    expect(JSON.stringify(rows).replace('CANARY-less', '')).not.toContain('CANARY')
  })
})
