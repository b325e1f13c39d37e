import type { JobRow, SetAsideObject, Status } from '@shared/model/status'
import { fakeNowUs } from './fakeRuns'
import { randomOf } from './fakeRandom'

/** The made-up situations a window can be opened in: `?fake=…`. */
export type FakeScene = 'full' | 'empty' | 'loading' | 'broken' | 'not-configured' | 'busy' | 'live'

const objects = { listed: 214_332, indexed: 214_305, ignored: 12, failed: 3, waiting: 12 }
const none = { listed: 0, indexed: 0, ignored: 0, failed: 0, waiting: 0 }
const requests = { list: 1_204, get: 18_811, head: 0, put: 2, bytes: 913_442_011 }

/** The made-up line at the foot of the window. */
export function fakeStatus(scene: FakeScene): Status {
  const nowUs = Date.now() * 1000
  const base: Status = {
    connection: 'connected',
    error: null,
    profile: 'acme-dev',
    bucket: 'acme-burr-logs',
    region: 'eu-west-3',
    endpointUrl: null,
    accountId: '123456789012',
    lastPollUs: nowUs - 4_000_000,
    nextPollUs: nowUs + 6_000_000,
    freshWithinMs: 9_000,
    completeAsOfUs: fakeNowUs - 3_600_000_000,
    awaitsChoice: false,
    progress: null,
    objects,
    requestsToday: requests,
    requestsInAll: { ...requests, list: 40_112, get: 412_233 }
  }
  switch (scene) {
    case 'not-configured':
      return { ...base, connection: 'not-configured', profile: null, bucket: null, region: null, accountId: null, lastPollUs: null, nextPollUs: null, freshWithinMs: null, completeAsOfUs: null, objects: none, requestsToday: { list: 0, get: 0, head: 0, put: 0, bytes: 0 } }
    case 'empty':
      return { ...base, objects: none }
    case 'broken':
      return { ...base, connection: 'failed', freshWithinMs: null, lastPollUs: nowUs - 2_400_000_000, error: { code: 'sign-in-needed', message: 'The sign-in of profile acme-dev expired 40 minutes ago.', action: 'Run "aws sso login --profile acme-dev".' } }
    case 'busy':
      return { ...base, freshWithinMs: null, progress: { phase: 'fetching', project: 'support-bot', found: 214_332, done: 88_120, jobId: 41 } }
    default:
      return base
  }
}

/** The made-up jobs, newest first. */
export function fakeJobs(scene: FakeScene): readonly JobRow[] {
  if (scene === 'empty' || scene === 'not-configured') return []
  const random = randomOf(5)
  return Array.from({ length: 60 }, (_, at): JobRow => {
    const indexed = Math.floor(random() ** 3 * 400)
    const startedUs = fakeNowUs - at * 120_000_000 - 4_000_000
    const failed = at === 7
    return {
      jobId: 900 - at,
      kind: at === 11 ? 'verify' : at === 30 ? 'snapshot' : at > 55 ? 'backfill' : 'poll',
      project: at > 55 ? 'support-bot' : null,
      state: at === 0 && scene === 'busy' ? 'running' : failed ? 'failed' : at === 56 ? 'cancelled' : 'done',
      startedUs,
      finishedUs: at === 0 && scene === 'busy' ? null : startedUs + Math.floor(80_000 + random() * 2_000_000),
      objects: { listed: indexed, indexed, ignored: 0, failed: 0, waiting: 0 },
      requests: { list: 14, get: indexed, head: 0, put: 0, bytes: indexed * 4400 },
      error: failed ? { code: 'slow-down', message: 'S3 asked to slow down (503) five times in a row.', action: 'The next poll waits longer by itself.' } : null
    }
  })
}

/** The made-up objects that are not in the index. */
export function fakeSetAside(state: 'ignored' | 'failed'): readonly SetAsideObject[] {
  return state === 'ignored'
    ? Array.from({ length: 12 }, (_, at) => ({ objectKey: `data/support-bot/.DS_Store${at === 0 ? '' : at}`, project: 'support-bot', state, reason: 'Not a key that Burr writes: no date in it.', sizeBytes: 6148, seenUs: fakeNowUs - at * 4_000_000_000 }))
    : [
        { objectKey: 'data/email-triage/2026/11/20/09/14:22.190241/inbox-sales/5be1a2f0/0f8e__log.jsonl', project: 'email-triage', state, reason: 'The body ended after 8,192 of 20,480 bytes, three times.', sizeBytes: 20_480, seenUs: fakeNowUs - 90_000_000_000 },
        { objectKey: 'data/support-bot/2026/11/19/17/02:11.000114/__none__/c1d2e3f4/metadata.json', project: 'support-bot', state, reason: 'Access denied when reading the object (KMS key).', sizeBytes: 412, seenUs: fakeNowUs - 160_000_000_000 },
        { objectKey: 'data/support-bot/2026/11/19/17/02:11.000114/__none__/c1d2e3f4/graph.json', project: 'support-bot', state, reason: 'Access denied when reading the object (KMS key).', sizeBytes: 20_412, seenUs: fakeNowUs - 160_000_000_000 }
      ]
}
