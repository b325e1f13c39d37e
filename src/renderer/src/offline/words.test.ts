import { describe, expect, it } from 'vitest'
import type { Pin, PinSize, PinTarget } from '@shared/model/offline'
import type { Status } from '@shared/model/status'
import { awayWords } from './away'
import { offlineWords } from './offlineMark'
import { hereWords, pinOn, targetWords } from './pinWords'

const size: PinSize = { runs: 2, objects: 10, bytes: 2048, objectsHere: 10, bytesHere: 2048, objectsLost: 0 }
const run = { project: 'p', partitionKey: null, appId: 'a' }
const targets: readonly PinTarget[] = [
  { kind: 'run', run },
  { kind: 'run', run: { ...run, partitionKey: 'u' } },
  { kind: 'project', project: 'p' },
  { kind: 'filter', project: 'p', filter: 'status:failed' },
  { kind: 'filter', project: 'p', filter: 'status:failed', partitionKey: null }
]

describe('words about what is here', () => {
  it('say how a run stands with this computer and with the bucket', () => {
    expect(offlineWords({ offline: 'complete' })).toBe('All its log files are on this computer')
    expect(offlineWords({ offline: 'index-only', isPinned: true })).toBe('Only its index is on this computer; kept offline')
    expect(offlineWords({ offline: 'complete', goneCount: 1 })).toContain('the bucket no longer has 1 object of it')
  })

  it('say how much of a pin is here, is missing and is lost', () => {
    expect(hereWords(size)).toBe('10 files, 2.0 KiB: all here')
    expect(hereWords({ ...size, objectsHere: 4, bytesHere: 1024 })).toBe('4 of 10 files here, 1.0 KiB to fetch')
    expect(hereWords({ ...size, objectsHere: 9, objectsLost: 1 })).toContain('1 file can no longer be had')
    expect(targets.map(targetWords)).toEqual(['a', 'a', 'The whole project', 'status:failed', 'status:failed, without partition'])
  })

  it('find the pin on exactly a target', () => {
    const pins: Pin[] = targets.map((target, pinId) => ({ pinId, target, createdUs: 0, size }))
    expect(targets.map((target) => pinOn(pins, target)?.pinId)).toEqual([0, 1, 2, 3, 4])
    expect(pinOn(pins, { kind: 'filter', project: 'p', filter: ' status:failed ' })?.pinId).toBe(3)
    expect(pinOn(pins, { kind: 'project', project: 'q' })).toBeUndefined()
  })

  it('say why nothing can be fetched, and nothing while it can', () => {
    const status = (connection: Status['connection'], error: Status['error'] = null): Status => ({ connection, error }) as Status
    expect(awayWords(undefined)).toBeNull()
    expect(awayWords(status('connected'))).toBeNull()
    expect(awayWords(status('connecting'))).toBeNull()
    expect(awayWords(status('not-configured'))).toBe('No bucket is chosen.')
    expect(awayWords(status('failed', { code: 'sign-in-needed', message: 'Sign in again.', action: 'aws sso login' }))).toBe('Sign in again. aws sso login')
    expect(awayWords(status('failed'))).toBe('The bucket cannot be reached.')
  })
})
