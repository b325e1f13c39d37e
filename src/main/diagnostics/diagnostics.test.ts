import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import type { EffectiveSettings } from '@shared/model/settings'
import type { JobRow, Status } from '@shared/model/status'
import { anonymiser } from './anonymise'
import { collectDiagnostics } from './diagnostics'

const folder = mkdtempSync(join(tmpdir(), 'burr-desktop-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const canaries = ['canary-bucket-7', 'canary-profile', 'canary.example.org', '482193750166', 'canary-project', 'CANARYSECRETcanarysecret0123456789abcdef', 'canary-app-id', 'person@canary.org', '10.9.8.7']
const nothing = { list: 0, get: 0, head: 0, put: 0, bytes: 0 }
const objects = { listed: 1, indexed: 1, ignored: 0, failed: 0, waiting: 0 }

it('a report holds none of the planted names and secrets, and still what is needed', () => {
  mkdirSync(join(folder, 'logs'))
  mkdirSync(join(folder, 'workspaces', 'canary-bucket-7'), { recursive: true })
  writeFileSync(join(folder, 'workspaces', 'canary-bucket-7', 'index.v1.db'), 'x'.repeat(100))
  writeFileSync(
    join(folder, 'logs', 'burr-desktop.log'),
    [
      'ERROR stderr: GET s3://canary-bucket-7/data/canary-project/2026/canary-app-id/log.jsonl failed: access-denied',
      'ERROR stderr: data/canary-project/2026/11/canary-app-id/x.jsonl is no object',
      'ERROR stderr: https://canary.example.org/x for arn:aws:iam::482193750166:role/canary-profile',
      'ERROR stderr: secretAccessKey=CANARYSECRETcanarysecret0123456789abcdef of person@canary.org at 10.9.8.7',
      `ERROR stderr: at open (${folder}/workspaces/x.ts:3)`
    ].join('\n')
  )
  const values = { ...defaultSettings, bucket: 'canary-bucket-7', profile: 'canary-profile', endpointUrl: 'https://canary.example.org/s3' }
  const status: Status = {
    connection: 'failed', error: { code: 'access-denied', message: 'canary-bucket-7 does not allow it', action: null } as unknown as Status['error'], profile: 'canary-profile', bucket: 'canary-bucket-7', region: 'eu-west-3',
    endpointUrl: 'https://canary.example.org/s3', accountId: '482193750166', lastPollUs: 1, nextPollUs: null, freshWithinMs: null, completeAsOfUs: null, awaitsChoice: false, progress: null, objects, requestsToday: nothing, requestsInAll: nothing
  }
  const job = { jobId: 1, kind: 'poll', project: 'canary-project', state: 'failed', startedUs: 1, finishedUs: 2, objects, requests: nothing, error: status.error } as JobRow
  const files = collectDiagnostics({ dataFolder: folder, versions: { version: '0.1.0' }, settings: { values, sources: {}, problems: [{ field: 'bucket', value: 'canary-app-id', why: 'too long' }] } as unknown as EffectiveSettings, status, jobs: [job], environment: {} })
  const all = files.map(({ name, text }) => `${name}\n${text}`).join('\n')
  expect(canaries.filter((canary) => all.includes(canary))).toEqual([])
  expect(all).not.toContain(folder)
  expect(files.map(({ name }) => name)).toEqual(['versions.json', 'settings.json', 'status.json', 'jobs.json', 'files.json', 'logs/burr-desktop.log'])
  expect(all).toContain('"code": "access-denied"')
  expect(all).toContain('"bucket": "‹bucket 1›"')
  expect(all).toContain('"bytes": 100')
})

it('the same name is the same word everywhere', () => {
  const hide = anonymiser({ bucket: ['one-bucket', 'one-bucket-logs'] })
  expect(hide('one-bucket, one-bucket-logs, one-bucket')).toBe('‹bucket 1›, ‹bucket 2›, ‹bucket 1›')
})
