import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Log, logLevelOf } from './log'
import { scrubSecrets } from './scrub'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-desktop-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const written = (): string => readFileSync(join(folder, 'logs', 'burr-desktop.log'), 'utf8')

describe('a log', () => {
  it('is quiet: lighter lines than warnings are not kept unless asked for', () => {
    new Log(folder).write('info', 'poll', 'nothing new')
    expect(existsSync(join(folder, 'logs', 'burr-desktop.log'))).toBe(false)
    new Log(folder, logLevelOf({ BURR_DESKTOP_LOG: 'debug' })).write('info', 'poll', 'nothing new')
    expect(written()).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO poll: nothing new\n$/)
    expect(logLevelOf({ BURR_DESKTOP_LOG: 'loud' })).toBe('warn')
  })

  it('keeps five files of the size it may have and gives the oldest up', () => {
    const log = new Log(folder, 'warn', { files: 5, bytes: 2_000 })
    for (let i = 0; i < 300; i += 1) log.write('warn', 'test', `line ${i} ${'x'.repeat(80)}`)
    const files = readdirSync(join(folder, 'logs'))
    expect(files.toSorted()).toEqual(['burr-desktop.1.log', 'burr-desktop.2.log', 'burr-desktop.3.log', 'burr-desktop.4.log', 'burr-desktop.log'])
    for (const file of files) expect(statSync(join(folder, 'logs', file)).size).toBeLessThanOrEqual(2_000)
    expect(written()).toContain('line 299')
    expect(files.map((file) => readFileSync(join(folder, 'logs', file), 'utf8')).join('')).not.toContain('line 0 ')
  })

  it('survives a restart and a folder that cannot be written', () => {
    new Log(folder).write('warn', 'a', 'first')
    new Log(folder).write('warn', 'a', 'second')
    expect(written().split('\n')).toHaveLength(3)
    expect(() => new Log(join(folder, 'logs', 'burr-desktop.log')).write('error', 'a', 'nowhere')).not.toThrow()
  })

  it('hears standard error, and lets it through without secrets', async () => {
    const stream = new PassThrough()
    new Log(folder).listenToStderr(stream as unknown as NodeJS.WriteStream)
    stream.write('failed with AKIAIOSFODNN7EXAMPLE\n')
    await new Promise<void>((resolve) => stream.write(Buffer.from('second\n'), () => resolve()))
    expect(String(stream.read())).toBe('failed with ***\nsecond\n')
    expect(written()).toContain('ERROR stderr: failed with ***')
  })
})

describe('secrets', () => {
  const canary = 'cAnArY0123456789abcdefCANARY0123456789abcd'
  it.each([
    `aws_secret_access_key = ${canary}`, `{"SecretAccessKey":"${canary}"}`, `AWS_SESSION_TOKEN=${canary}`, `"sessionToken": "${canary}"`,
    `Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/2026/eu, Signature=${canary}`, `authorization: Bearer ${canary}`,
    `https://b.s3.amazonaws.com/k?X-Amz-Security-Token=${canary}&X-Amz-Signature=${canary}`, `https://user:${canary}@proxy:3128`,
    `"accessToken": "${canary}"`, `client_secret=${canary}&x=1`, `password: ${canary}`, `refresh_token=${canary}`, `mfaCode: ${canary}`, `userCode=${canary}`,
    `eyJhbGciOiJIUzI1NiJ9.${canary}.${canary}`, `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`
  ])('do not get into a line: %s', (text) => {
    expect(scrubSecrets(text)).not.toContain(canary)
    expect(scrubSecrets(text)).toContain('***')
  })

  it('are all that is taken out', () => expect(scrubSecrets('The run 1234 of token-bucket failed at step 3: KeyError(answer)')).toBe('The run 1234 of token-bucket failed at step 3: KeyError(answer)'))
})
