import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sessionName } from './credentialChain'
import { createCredentials } from './credentials'
import { redactOutput } from './helperProgram'

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

  it('that many requests were refused with at once are replaced once', async () => {
    const fetch = vi.fn(() => Promise.resolve(identity('a')))
    const credentials = createCredentials({ profile: 'p', fetch })
    await credentials.provide()
    await Promise.all(Array.from({ length: 20 }, async () => {
      credentials.refused()
      await credentials.provide()
    }))
    credentials.refused()
    await credentials.provide()
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('that never come are given up', async () => {
    const credentials = createCredentials({ profile: 'p', timeoutMs: 30, fetch: () => new Promise(() => undefined) })
    await expect(credentials.provide()).rejects.toMatchObject({ reason: 'sign-in-needed', message: expect.stringContaining('no answer') as string })
  })
})

const helped = (name: string): string => `echo '{"Version":1,"AccessKeyId":"${name}","SecretAccessKey":"s","Expiration":"2999-01-01T00:00:00Z"}'`

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
    write(`[profile h]\ncredential_process = ${helped('HELPED')}\n`)
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
    ['[profile x]\ncredential_process = sh -c "echo vault is locked, token=CANARY-STDERR >&2; exit 3" CANARY-ARGUMENT\n', 'profile x: its credential_process ended with code 3: vault is locked, token=***'],
    ['[profile x]\ncredential_process = echo CANARY-NO-JSON\n', 'its credential_process did not answer with JSON'],
    ['[profile x]\ncredential_process = sh -c "yes CANARY-FLOOD"\n', 'wrote far more than credentials and was ended'],
    ['[profile x]\nrole_arn = r\nsource_profile = y\n[profile y]\ncredential_process = sh -c "echo no network >&2; exit 1"\n', 'ended with code 1: no network'],
    ['[sso-session s]\nsso_start_url = https://CANARY\nsso_region = r\n[profile x]\nsso_session = s\nsso_account_id = 1\nsso_role_name = CANARY\n', 'SSO session has ended'],
    ['[profile x]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = y\nmfa_serial = CANARY\n[profile y]\naws_access_key_id = CANARY-ID\naws_secret_access_key = CANARY-KEY\n', 'MFA device'],
    ['[profile x]\nrole_arn = r\nsource_profile = y\n[profile y]\nrole_arn = r\nsource_profile = x\n', 'leads back to itself through source_profile: y, x'],
    ['[profile other]\n', 'not there']
  ])('that fail say why, and nothing secret: %j', async (text, saying) => {
    write(text)
    const error: unknown = await createCredentials({ profile: 'x' }).provide().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ reason: 'sign-in-needed', message: expect.stringContaining(saying) as string })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY')
  })

  it('a helper program that hangs is ended with all it started, and not run again before somebody asks', async () => {
    const beat = join(folder, 'beat')
    write(`[profile h]\ncredential_process = sh -c "while :; do date >> '${beat}'; sleep 0.05; done"\n`)
    const credentials = createCredentials({ profile: 'h', helperTimeoutMs: 1000 })
    await expect(credentials.provide()).rejects.toMatchObject({ message: expect.stringContaining('gave no answer in 1 s and was ended') as string })
    const beats = readFileSync(beat, 'utf8')
    await expect(credentials.provide()).rejects.toMatchObject({ reason: 'sign-in-needed' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(readFileSync(beat, 'utf8')).toBe(beats)
    write(`[profile h]\ncredential_process = ${helped('LATER')}\n`)
    await expect(credentials.provide()).rejects.toMatchObject({ reason: 'sign-in-needed' })
    credentials.forget()
    expect((await credentials.provide()).accessKeyId).toBe('LATER')
  })

  it('a helper program is run again when what it gave is over, and found in the folder of the settings', async () => {
    const tools = join(folder, 'bin')
    mkdirSync(tools)
    const counter = join(folder, 'count')
    const soon = new Date(Date.now() + 4 * minuteMs).toISOString()
    writeFileSync(join(tools, 'only-here'), `#!/bin/sh\necho x >> '${counter}'\necho '{"Version":1,"AccessKeyId":"KEY","SecretAccessKey":"s","Expiration":"'$(test $(wc -l < '${counter}') = 1 && echo ${soon} || echo 2999-01-01T00:00:00Z)'"}'\n`, { mode: 0o755 })
    write('[profile h]\ncredential_process = only-here\n')
    await expect(createCredentials({ profile: 'h' }).provide()).rejects.toMatchObject({ message: expect.stringContaining('ended with code 127') as string })
    const credentials = createCredentials({ profile: 'h', extraPath: tools })
    await credentials.provide()
    await vi.waitFor(async () => {
      await credentials.provide()
      expect(credentials.expiresAtMs()).toBe(Date.UTC(2999, 0, 1))
    }, { timeout: 5000 })
    expect(readFileSync(counter, 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('a role through a chain of three is taken on under the name of who uses it', async () => {
    const asked: URLSearchParams[] = []
    const sts = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push(new URLSearchParams(body))
        response.end(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE${String(asked.length)}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`)
      })
    }).listen(0, '127.0.0.1')
    await once(sts, 'listening')
    vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${String((sts.address() as AddressInfo).port)}`)
    write('[profile a]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\nexternal_id = outside\n[profile b]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = c\nrole_session_name = own\n[profile c]\naws_access_key_id = A\naws_secret_access_key = S\n')
    expect((await createCredentials({ profile: 'a' }).provide()).accessKeyId).toBe('ROLE2')
    expect(asked.map((each) => [each.get('RoleArn'), each.get('ExternalId'), each.get('RoleSessionName')])).toEqual([
      ['arn:aws:iam::1:role/b', null, 'own'], ['arn:aws:iam::1:role/a', 'outside', sessionName(userInfo().username)]
    ])
    sts.close()
  })
})

describe('what a helper program said', () => {
  it.each([
    ['Error: run “vault login” first\n', 'Error: run “vault login” first'],
    ['\u001B[31mfailed\u001B[0m for AKIACANARYCANARY12', 'failed for ***'],
    ['password: CANARY1 and secretKey="CANARY2"', 'password: *** and secretKey="***"'],
    ['Authorization: Bearer CANARY3', 'Authorization: ***'],
    ['see https://me:CANARY@host.example/a?code=CANARY#CANARY', 'see https://***@host.example/a?***'],
    ['got wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARY here', 'got *** here'],
    ['said plaincanary too', 'said *** too'],
    ['one\ntwo\nthree\nfour', 'two three four']
  ])('%j is shown without secrets', (said, shown) => {
    expect(redactOutput(said, '{"SecretAccessKey":"plaincanary"}')).toBe(shown)
  })

  it('a name of a session has only what AWS takes', () => {
    expect(sessionName('Ann Ö\\corp')).toBe('burr-desktop-Ann---corp')
    expect(sessionName('x'.repeat(99))).toHaveLength(64)
  })
})
