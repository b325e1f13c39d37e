import type { Change } from '@shared/contract/change'
import type { MethodName, Output, Parsed } from '@shared/contract/contract'
import { AppError } from '@shared/errors'
import type { PublishOutcome, RestoreOutcome, SnapshotProgress, SnapshotRow, SnapshotStatus } from '@shared/model/snapshot'
import { fakeNowUs } from './fakeRuns'
import type { FakeScene } from './fakeStatus'

type SnapshotMethod = Extract<MethodName, `snapshots.${string}`>

const hourUs = 3_600_000_000
const mine = 'a'.repeat(32)

function row(at: number): SnapshotRow {
  const isOwn = at % 3 !== 1
  const takenUs = fakeNowUs - at * 7 * hourUs
  return {
    key: `burr-desktop/v1/index/all/s2/${isOwn ? mine : 'b'.repeat(32)}/${at}/manifest.json`,
    installId: isOwn ? mine : 'b'.repeat(32), isOwn, computer: isOwn ? 'anns-laptop' : 'build-server-03', appVersion: at > 5 ? '0.0.9' : '0.1.0',
    takenUs, storedUs: takenUs + 9_000_000, sizeBytes: 41_000_000 - at * 900_000, rawSizeBytes: 262_000_000 - at * 5_000_000,
    projects: 6, runs: 214_332 - at * 4_000, steps: 2_900_000 - at * 50_000, objects: 642_000 - at * 9_000,
    completeAsOfUs: at === 2 ? null : takenUs - 600_000_000,
    problem: at === 4 ? 'Parts of it are missing in the bucket.' : at === 7 ? 'It was written by another version of Burr Desktop, which this one does not know.' : null
  }
}

/** Made-up snapshots that can be published, restored and pruned. */
export function fakeSnapshots(scene: FakeScene, push: (change: Change) => void): { readonly [M in SnapshotMethod]: (input: Parsed<M>) => Output<M> } {
  let rows = scene === 'empty' || scene === 'not-configured' ? [] : Array.from({ length: 9 }, (_, at) => row(at))
  let lastPublish: PublishOutcome | null = scene === 'broken'
    ? { atUs: fakeNowUs, snapshot: null, isUnchanged: false, error: { code: 'access-denied', message: 'These credentials may not write under burr-desktop/v1/.', action: 'Ask for s3:PutObject there.' } }
    : null
  let lastRestore: RestoreOutcome | null = null
  const progress: SnapshotProgress = { phase: 'uploading', doneBytes: 18_000_000, totalBytes: 41_000_000 }
  const changed = (): void => void setTimeout(() => push({ kind: 'snapshots' }))
  const status = (): SnapshotStatus => ({
    work: scene === 'busy' ? { kind: 'publish', progress } : null, isPublishing: scene !== 'empty', mayWrite: scene === 'broken' ? false : null,
    nextUs: Date.now() * 1000 + hourUs / 2, lastPublish, lastRestore
  })
  return {
    'snapshots.list': () => {
      if (scene === 'broken') throw new AppError({ code: 'unreachable', message: 'The bucket cannot be reached.', action: 'Check the network.' })
      return { snapshots: rows, leftovers: rows.length === 0 ? [] : [{ folder: 'burr-desktop/v1/index/all/s2/c/', isOwn: true, sizeBytes: 8_000_000, why: 'It has no manifest: it is being written, or was never finished.' }] }
    },
    'snapshots.status': status,
    'snapshots.create': () => {
      const made = { ...row(0), key: `new-${rows.length}`, takenUs: Date.now() * 1000 }
      rows = [made, ...rows]
      lastPublish = { atUs: Date.now() * 1000, snapshot: made, isUnchanged: false, error: null }
      changed()
      return lastPublish
    },
    'snapshots.restore': ({ key }) => {
      const snapshot = rows.find((each) => each.key === key) ?? null
      lastRestore = { atUs: Date.now() * 1000, snapshot, words: ['Restored. It is compared with the bucket now.'], bodies: { here: 12, missing: 40 }, isStart: false }
      changed()
      return lastRestore
    },
    'snapshots.prune': () => {
      const removed = rows.filter(({ isOwn }) => isOwn).slice(5).map(({ key }) => key)
      rows = rows.filter(({ key }) => !removed.includes(key))
      return { removed }
    },
    'snapshots.tryWrite': () => ({ mayWrite: true, error: null, policyStatement: null }),
    'snapshots.cancel': () => null
  }
}
