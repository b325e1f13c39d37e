import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCredentials } from './credentials'
import { forgetMfaSession } from './credentialChain'
import { MfaDesk } from './mfaDesk'

let folder: string
let sts: Server
const codes: (string | null)[] = []
let desk: MfaDesk

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burr-mfa-'))
  codes.length = 0
  sts = createServer((request, response) => {
    void text(request).then((body) => {
      const code = new URLSearchParams(body).get('TokenCode')
      codes.push(code)
      if (code === '123456') response.end('<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>')
      else response.writeHead(403).end('<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code.</Message></Error></ErrorResponse>')
    })
  }).listen(0, '127.0.0.1')
  await once(sts, 'listening')
  writeFileSync(join(folder, 'config'), '[profile p]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = s\nmfa_serial = arn:aws:iam::111122223333:mfa/ann-phone\n[profile s]\naws_access_key_id = A\naws_secret_access_key = S\n')
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'))
  vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${String((sts.address() as AddressInfo).port)}`)
  desk = new MfaDesk(() => undefined)
})

afterEach(() => {
  desk.close()
  forgetMfaSession('p')
  sts.close()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const asked = async (tries: number): Promise<number> => {
  await vi.waitFor(() => expect(desk.question()?.triesLeft).toBe(tries), { timeout: 5000, interval: 5 })
  return desk.question()?.id ?? 0
}

it('the code of a device is asked for once, however many need it, and holds for every connection of the program', async () => {
  // Waiting for a person is no waiting for AWS.
  const credentials = createCredentials({ profile: 'p', mfa: desk, timeoutMs: 3000 })
  const all = Promise.all(Array.from({ length: 20 }, () => credentials.provide()))
  const id = await asked(3)
  expect(desk.question()).toMatchObject({ profile: 'p', device: 'ann-phone', wasWrong: false })
  desk.answer(id, '123456')
  expect(new Set((await all).map((each) => each.accessKeyId))).toEqual(new Set(['ROLE']))
  expect((await createCredentials({ profile: 'p', mfa: desk }).provide()).accessKeyId).toBe('ROLE')
  expect(desk.question()).toBeNull()
  expect(codes).toEqual(['123456'])
  expect(inspect([desk, credentials], { depth: 9, showHidden: true })).not.toContain('123456')
})

it('a wrong code is said, and three of them are enough', async () => {
  const credentials = createCredentials({ profile: 'p', mfa: desk })
  const failing = credentials.provide().catch((error: unknown) => error)
  for (const left of [3, 2, 1]) {
    const id = await asked(left)
    expect(desk.question()?.wasWrong).toBe(left < 3)
    desk.answer(id, '000000')
  }
  const error = await failing
  expect(error).toMatchObject({ reason: 'sign-in-needed', message: expect.stringContaining('was not taken') as string })
  expect(inspect(error, { depth: 9 })).not.toContain('000000')
  expect(codes).toHaveLength(3)
})

it('who does not want to give a code now is not asked again before they try again', async () => {
  const credentials = createCredentials({ profile: 'p', mfa: desk })
  const failing = credentials.provide()
  desk.answer(await asked(3), null)
  await expect(failing).rejects.toMatchObject({ reason: 'sign-in-needed' })
  await expect(credentials.provide()).rejects.toMatchObject({ reason: 'sign-in-needed' })
  expect(desk.question()).toBeNull()
  credentials.forget()
  const again = credentials.provide()
  desk.answer(await asked(3), '123456')
  expect((await again).accessKeyId).toBe('ROLE')
})

it('waits for a person a minute, and not for what the service takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  try {
    const waiting = desk.ask('p', 'serial', { left: 3, wasWrong: false }).catch((error: unknown) => error)
    vi.advanceTimersByTime(59_000)
    expect(desk.question()).not.toBeNull()
    vi.advanceTimersByTime(1_000)
    expect(await waiting).toMatchObject({ reason: 'sign-in-needed' })
    expect(desk.question()).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})
