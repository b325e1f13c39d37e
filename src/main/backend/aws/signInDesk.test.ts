import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startFakeSignIn } from '../../../../scripts/s3/fakeSignIn'
import type { FakeSignIn } from '../../../../scripts/s3/fakeSignIn'
import { createCredentials } from './credentials'
import { listProfiles } from './profiles'
import { SignInDesk } from './signInDesk'

const sso = 'sso_account_id = 111122223333\nsso_role_name = Dev\n'
const config = `[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access, other:scope\n[profile dev]\nsso_session = corp\n${sso}[profile ops]\nsso_session = corp\n${sso}[profile role]\nrole_arn = r\nsource_profile = dev\n[profile old]\nsso_start_url = https://old\nsso_region = eu-west-1\n${sso}[profile keys]\naws_access_key_id = A\naws_secret_access_key = B\n`

let home: string
let fake: FakeSignIn
let desk: SignInDesk
let signedIn: ReturnType<typeof vi.fn<() => void>>
const waits: number[] = []
let pending = 0

const tokenPath = (name: string): string => join(home, '.aws', 'sso', 'cache', `${createHash('sha1').update(name).digest('hex')}.json`)
const becomes = async (state: string): Promise<void> => { await vi.waitFor(() => expect(desk.status().sso?.state).toBe(state), { timeout: 5000, interval: 5 }) }

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'burr-sso-'))
  mkdirSync(join(home, '.aws'))
  writeFileSync(join(home, '.aws', 'config'), config)
  fake = await startFakeSignIn({ intervalSeconds: 3 })
  for (const [name, value] of Object.entries({ HOME: home, AWS_ENDPOINT_URL_SSO_OIDC: fake.url, AWS_ENDPOINT_URL_SSO: fake.url, AWS_CONFIG_FILE: undefined, AWS_SHARED_CREDENTIALS_FILE: undefined, AWS_PROFILE: undefined })) vi.stubEnv(name, value)
  signedIn = vi.fn<() => void>()
  waits.length = 0
  pending = 0
  // Waits as long as asked for, a thousand times faster.
  const wait = async (delayMs: number, signal: AbortSignal): Promise<void> => {
    waits.push(delayMs)
    pending += 1
    try {
      await new Promise<void>((resolve, reject) => {
        setTimeout(resolve, delayMs / 1000)
        AbortSignal.any([signal]).addEventListener('abort', () => reject(new Error('aborted')))
      })
    } finally {
      pending -= 1
    }
  }
  desk = new SignInDesk({ environment: { HOME: home }, onChange: () => undefined, onSignedIn: signedIn, wait })
})

afterEach(async () => {
  desk.close()
  vi.unstubAllEnvs()
  await fake.stop()
  rmSync(home, { recursive: true, force: true })
})

describe('a sign-in with IAM Identity Center', () => {
  it('is one for five that want it at once, and leaves the token where all AWS tools look', async () => {
    await Promise.all(['dev', 'ops', 'role', 'dev', 'ops'].map((profile) => desk.start(profile)))
    await becomes('waiting')
    expect(desk.status().sso).toMatchObject({ profile: 'dev', userCode: 'WXYZ-1234', url: `${fake.url}/page?user_code=WXYZ-1234` })
    expect((await listProfiles({ HOME: home })).find((row) => row.name === 'role')?.state).toMatchObject({ state: 'sign-in-needed', signInProfile: 'dev' })
    fake.agree()
    await becomes('done')
    expect(signedIn).toHaveBeenCalledTimes(1)
    expect(fake.asked.filter((path) => path === '/device_authorization')).toHaveLength(1)
    expect(fake.registrations).toEqual([{ clientName: 'Burr Desktop', clientType: 'public', scopes: ['sso:account:access', 'other:scope'] }])
    expect(JSON.parse(readFileSync(tokenPath('corp'), 'utf8'))).toEqual({
      startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1', accessToken: 'fake-token', expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      clientId: 'client', clientSecret: 'client-secret', registrationExpiresAt: '2096-10-02T07:06:40Z', refreshToken: 'fake-token-refresh'
    })
    expect(statSync(tokenPath('corp')).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(home, '.aws', 'sso', 'cache'))).toHaveLength(1)
    const credentials = createCredentials({ profile: 'ops' })
    expect((await credentials.provide()).accessKeyId).toBe('AKIASSO')
  })

  it('of the older kind of profile asks for no scope and names its file by the page', async () => {
    fake.agree()
    await desk.start('old')
    await becomes('done')
    expect(fake.registrations).toEqual([{ clientName: 'Burr Desktop', clientType: 'public' }])
    expect((await createCredentials({ profile: 'old' }).provide()).accessKeyId).toBe('AKIASSO')
  })

  it('asks as often as the service wants, more slowly when it says so', async () => {
    fake.troubles.push('AuthorizationPendingException', 'SlowDownException')
    fake.agree()
    await desk.start('dev')
    await becomes('done')
    expect(waits).toEqual([3000, 3000, 8000])
  })

  it('that is cancelled leaves no timer, no question and no file', async () => {
    await desk.start('dev')
    await vi.waitFor(() => expect(pending).toBe(1))
    desk.cancel()
    expect(desk.status().sso).toBeNull()
    await vi.waitFor(() => expect(pending).toBe(0))
    const asked = fake.asked.length
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(fake.asked).toHaveLength(asked)
    expect(() => statSync(tokenPath('corp'))).toThrow('ENOENT')
    fake.agree()
    await desk.start('dev')
    await becomes('done')
  })

  it.each([
    ['ExpiredTokenException', 'cancelled', 'not confirmed in time'],
    ['AccessDeniedException', 'access-denied', 'declined'],
    ['InvalidGrantException', 'unexpected-answer', 'InvalidGrantException']
  ])('that fails with %s says why', async (name, code, words) => {
    fake.troubles.push(name)
    await desk.start('dev')
    await becomes('failed')
    expect(desk.status().sso).toMatchObject({ error: { code, message: expect.stringContaining(words) as string } })
    expect(signedIn).not.toHaveBeenCalled()
  })

  it('is not for a profile without one', async () => {
    await expect(desk.start('keys')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(desk.start('gone')).rejects.toMatchObject({ code: 'invalid-input' })
    expect(fake.asked).toEqual([])
  })
})
