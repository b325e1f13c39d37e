import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Bucket, ListedObject } from '../bucket/bucket'
import { assertOwnKey } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { schemaPrints } from '../database/copy/schemaPrint'
import { openInstallation } from './installation'
import type { Installation } from './installation'
import { listSnapshots } from './listSnapshots'
import { storeSnapshot } from './publish'
import { pruneSnapshots } from './retention'
import { manifestName, partName, readSnapshotKey } from './snapshotKey'
import type { TakenSnapshot } from './takeSnapshot'

/** Interleavings tried; those of the long tests are what the reliability plan asks (F-SN-04). */
const interleavings = Number(process.env['BURR_TEST_INTERLEAVINGS'] ?? (process.env['BURR_LONG'] === '1' ? 1000 : 200))
const rounds = 3
const keep = 2
const dayMs = 86_400_000
const signal = new AbortController().signal

/** Decides, from a seed, which of the requests under way is answered next. */
class Order {
  readonly #waiting: (() => void)[] = []
  #state: number
  constructor(seed: number) {
    this.#state = seed * 2_654_435_761 + 1
  }

  random(below: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 2_246_822_519) + 374_761_393) | 0
    return Math.abs(this.#state) % below
  }

  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Answers requests one by one until the work has ended. */
  async drive(work: Promise<unknown>): Promise<void> {
    let hasEnded = false
    const ended = work.finally(() => (hasEnded = true))
    while (!hasEnded) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#waiting.length > 0) this.#waiting.splice(this.random(this.#waiting.length), 1)[0]?.()
    }
    await ended
  }
}

interface Stored {
  readonly bytes: Uint8Array
  readonly atMs: number
}

/** A store in memory, whose own clock ticks with every request; every write is noted with who made it. */
class Store {
  readonly objects = new Map<string, Stored>()
  readonly journal: { by: string; method: 'PUT' | 'DELETE'; key: string }[] = []
  nowMs = Date.UTC(2026, 10, 22)
  onWrite: () => void = () => undefined

  constructor(readonly order: Order) {}

  bucketOf(by: string): Bucket {
    const reply = async <Result>(answer: () => Result): Promise<Result> => {
      await this.order.turn()
      this.nowMs += 1000
      return answer()
    }
    const found = (key: string): Stored => {
      const object = this.objects.get(key)
      if (object === undefined) throw new BucketError('not-found', { bucket: 'b', key })
      return object
    }
    const write = (method: 'PUT' | 'DELETE', key: string, change: () => void): void => {
      assertOwnKey(key, 'b')
      this.journal.push({ by, method, key })
      change()
      this.onWrite()
    }
    const listed = (key: string, { bytes, atMs }: Stored): ListedObject => ({ key, sizeBytes: bytes.length, etag: etagOf(bytes), lastModified: new Date(atMs) })
    return {
      name: 'b',
      region: () => null,
      listPage: ({ prefix }) => reply(() => ({ objects: [...this.objects].filter(([key]) => key.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, object]) => listed(key, object)), commonPrefixes: [], serverDateMs: this.nowMs })),
      get: (key) => reply(() => ({ bytes: found(key).bytes, etag: etagOf(found(key).bytes), metadata: {}, lastModified: new Date(found(key).atMs) })),
      head: (key) => reply(() => ({ sizeBytes: found(key).bytes.length, etag: etagOf(found(key).bytes), metadata: {}, lastModified: new Date(found(key).atMs) })),
      put: (key, bytes, request) => reply(() => {
        if (request?.onlyIfAbsent === true && this.objects.has(key)) throw new BucketError('precondition-failed', { bucket: 'b', key })
        write('PUT', key, () => this.objects.set(key, { bytes, atMs: this.nowMs }))
        return { etag: etagOf(bytes) }
      }),
      delete: (key) => reply(() => write('DELETE', key, () => this.objects.delete(key))),
      requestCounts: () => ({ list: 0, get: 0, head: 0, put: 0, delete: 0, bytes: 0 }),
      close: () => undefined
    }
  }

  /** Installations of which a whole snapshot lies here now: a manifest and every part it names. */
  whole(): Set<string> {
    const found = new Set<string>()
    for (const key of this.objects.keys()) {
      const place = readSnapshotKey(key)
      if (place?.file === manifestName && taken.packed.parts.every(({ name }) => this.objects.has(`${place.folder}${name}`))) found.add(place.installId)
    }
    return found
  }
}

let folder: string
let taken: TakenSnapshot
let desks: Installation[]

function etagOf(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-interleaved-'))
  desks = Array.from({ length: 5 }, (_, at) => openInstallation(join(folder, String(at)), `desk-${at}`))
  const path = join(folder, 'packed')
  writeFileSync(path, 'abcdefgh')
  const sha256 = 'a'.repeat(64)
  const [schema, schemaPrint] = [...schemaPrints].at(-1) ?? [0, '']
  taken = {
    path,
    facts: { schema, schemaPrint, generation: 1, rows: { run: 1 }, runs: 1, steps: 1, objects: 1, projects: [] },
    packed: { sizeBytes: 8, sha256, rawSizeBytes: 4096, rawSha256: sha256, parts: [0, 1].map((at) => ({ name: partName(at), sizeBytes: 4, sha256 })) }
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function interleave(seed: number): Promise<void> {
  const order = new Order(seed)
  const store = new Store(order)
  const some = desks.slice(0, 2 + (seed % 4))
  const published = new Map<string, string[]>()
  store.onWrite = () => {
    // Whoever has published once can always be started from.
    for (const installId of published.keys()) if (!store.whole().has(installId)) throw new Error(`No whole snapshot of ${installId} is left.`)
  }
  const desk = async (installation: Installation): Promise<void> => {
    const bucket = store.bucketOf(installation.installId)
    const skewMs = (order.random(3) - 1) * dayMs
    const keys: string[] = []
    for (let round = 0; round < rounds; round += 1) {
      const { key } = await storeSnapshot(taken, 1, { bucket, installation, appVersion: 'test', signal, nowMs: () => store.nowMs + skewMs })
      keys.push(key)
      published.set(installation.installId, keys)
      await pruneSnapshots(bucket, { installId: installation.installId, keep, signal })
    }
  }
  const reader = async (installation: Installation): Promise<void> => {
    for (let look = 0; look < 3; look += 1) {
      const hadBefore = published.size > 0
      const { snapshots } = await listSnapshots({ bucket: store.bucketOf('reader'), installation, signal })
      if (hadBefore) expect(snapshots.some(({ problem }) => problem === null)).toBe(true)
    }
  }
  const [first] = some
  if (first !== undefined) await order.drive(Promise.all([...some.map(desk), reader(first)]))
  const left = [...store.objects.keys()].filter((key) => key.endsWith(`/${manifestName}`)).toSorted()
  expect(left).toEqual([...published.values()].flatMap((keys) => keys.slice(-keep)).toSorted())
  const puts = store.journal.filter(({ method }) => method === 'PUT').map(({ key }) => key)
  expect(new Set(puts).size).toBe(puts.length)
  expect(store.journal.filter(({ by, key }) => readSnapshotKey(key)?.installId !== by)).toEqual([])
}

it(`two to five computers whose clocks are a day apart publish and prune at once: nobody loses anything, in ${interleavings} orders`, async () => {
  for (let seed = 0; seed < interleavings; seed += 1) await interleave(seed).catch((error: unknown) => { throw new Error(`Order ${seed}: ${String(error)}`, { cause: error }) })
}, 300_000)
