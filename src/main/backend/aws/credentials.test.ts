import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCredentials } from './credentials'

const minuteMs = 60_000
const identity = (name: string, expiresInMs?: number) => ({
  accessKeyId: name, secretAccessKey: 's', ...(expiresInMs === undefined ? {} : { expiration: new Date(Date.now() + expiresInMs) })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('credentials of a profile', () => {
  it('are fetched once, however many ask', async () => {
    const fetch = vi.fn(() => Promise.resolve(identity('a')))
    const credentials = createCredentials({ profile: 'p', fetch })
    expect(fetch).not.toHaveBeenCalled()
    const got = await Promise.all(Array.from({ length: 20 }, () => credentials.provide()))
    await credentials.provide()
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(new Set(got).size).toBe(1)
    expect(credentials.expiresAtMs()).toBeNull()
  })

  it('are refreshed five minutes ahead, without anyone waiting', async () => {
    vi.useFakeTimers()
    let nth = 0
    const fetch = vi.fn(() => Promise.resolve(identity(`key-${String((nth += 1))}`, 60 * minuteMs)))
    const credentials = createCredentials({ profile: null, fetch })
    expect((await credentials.provide()).accessKeyId).toBe('key-1')
    vi.setSystemTime(Date.now() + 54 * minuteMs)
    expect((await credentials.provide()).accessKeyId).toBe('key-1')
    expect(fetch).toHaveBeenCalledTimes(1)
    vi.setSystemTime(Date.now() + 2 * minuteMs)
    expect((await credentials.provide()).accessKeyId).toBe('key-1')
    await vi.waitFor(async () => { expect((await credentials.provide()).accessKeyId).toBe('key-2') })
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('still serve when the refresh ahead fails, and fail only once over', async () => {
    vi.useFakeTimers()
    const fetch = vi.fn(() => Promise.resolve(identity('a', 4 * minuteMs)))
    const credentials = createCredentials({ profile: 'p', fetch })
    await credentials.provide()
    fetch.mockImplementation(() => Promise.reject(new Error('The SSO session associated with this profile has expired.')))
    expect((await credentials.provide()).accessKeyId).toBe('a')
    vi.setSystemTime(Date.now() + 5 * minuteMs)
    await expect(credentials.provide()).rejects.toMatchObject({ reason: 'sign-in-needed', action: 'Sign in again: aws sso login --profile p' })
  })

  it('are asked for anew after a failure, and after being forgotten', async () => {
    const fetch = vi.fn<() => Promise<ReturnType<typeof identity>>>().mockRejectedValueOnce(new Error('no')).mockResolvedValueOnce(identity('a')).mockResolvedValueOnce(identity('b'))
    const credentials = createCredentials({ profile: 'p', fetch })
    await expect(credentials.provide()).rejects.toMatchObject({ code: 'sign-in-needed' })
    expect((await credentials.provide()).accessKeyId).toBe('a')
    credentials.forget()
    expect((await credentials.provide()).accessKeyId).toBe('b')
  })

  it('that arrive after being forgotten are not kept', async () => {
    const arrivals: ((value: ReturnType<typeof identity>) => void)[] = []
    const credentials = createCredentials({ profile: 'p', fetch: () => new Promise((resolve) => { arrivals.push(resolve) }) })
    const old = credentials.provide()
    credentials.forget()
    const fresh = credentials.provide()
    arrivals[0]?.(identity('old'))
    await old
    arrivals[1]?.(identity('new'))
    await fresh
    expect((await credentials.provide()).accessKeyId).toBe('new')
    expect(arrivals).toHaveLength(2)
  })

  it('that never come are given up', async () => {
    const credentials = createCredentials({ profile: 'p', timeoutMs: 30, fetch: () => new Promise(() => undefined) })
    await expect(credentials.provide()).rejects.toMatchObject({ reason: 'sign-in-needed', message: expect.stringContaining('no answer') as string })
  })
})

describe('credentials by the chain of the SDK', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'burr-credentials-'))
    for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) vi.stubEnv(name, undefined)
    vi.stubEnv('HOME', folder)
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  })

  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  const write = (text: string): void => { writeFileSync(join(folder, 'config'), text) }

  it('are those of the profile chosen, also when the files change later', async () => {
    write('[profile a]\naws_access_key_id = FIRST\naws_secret_access_key = s\n')
    const credentials = createCredentials({ profile: 'a' })
    expect((await credentials.provide()).accessKeyId).toBe('FIRST')
    write('[profile a]\naws_access_key_id = SECOND\naws_secret_access_key = s\n')
    expect((await credentials.provide()).accessKeyId).toBe('FIRST')
    credentials.forget()
    expect((await credentials.provide()).accessKeyId).toBe('SECOND')
  })

  it('are those of a helper program', async () => {
    write(`[profile h]\ncredential_process = ${process.execPath} -e "console.log(JSON.stringify({Version:1,AccessKeyId:'HELPED',SecretAccessKey:'s',Expiration:'2999-01-01T00:00:00Z'}))"\n`)
    const credentials = createCredentials({ profile: 'h' })
    expect((await credentials.provide()).accessKeyId).toBe('HELPED')
    expect(credentials.expiresAtMs()).toBe(Date.UTC(2999, 0, 1))
  })

  it('that are nowhere are said to be so at once: nobody asks for instance metadata', async () => {
    const startedMs = Date.now()
    await expect(createCredentials({ profile: null }).provide()).rejects.toMatchObject({ reason: 'sign-in-needed', message: expect.stringContaining('no credentials were found') as string })
    expect(Date.now() - startedMs).toBeLessThan(1000)
  })

  it.each([
    ['[profile x]\ncredential_process = sh -c "echo CANARY-STDERR >&2; exit 3" CANARY-ARGUMENT\n', 'credential_process of the profile failed'],
    ['[profile x]\ncredential_process = echo CANARY-NO-JSON\n', 'credential_process of the profile failed'],
    ['[sso-session s]\nsso_start_url = https://CANARY\nsso_region = r\n[profile x]\nsso_session = s\nsso_account_id = 1\nsso_role_name = CANARY\n', 'SSO session has ended'],
    ['[profile x]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = y\nmfa_serial = CANARY\n[profile y]\naws_access_key_id = CANARY-ID\naws_secret_access_key = CANARY-KEY\n', 'MFA device'],
    ['[profile x]\nrole_arn = r\nsource_profile = y\n[profile y]\nrole_arn = r\nsource_profile = x\n', 'leads back to itself'],
    ['[profile other]\n', 'not there']
  ])('that fail say why, and nothing secret: %j', async (text, saying) => {
    write(text)
    const error: unknown = await createCredentials({ profile: 'x' }).provide().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ reason: 'sign-in-needed', message: expect.stringContaining(saying) as string })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY')
  })
})
