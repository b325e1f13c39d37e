import type { LeanAccess } from '../bucket/lean/access'
import { LeanSender } from '../bucket/lean/sender'
import type { LeanLane } from '../bucket/lean/sender'
import { prepareObject } from './ingestObject'
import type { PreparedObject } from './ingestObject'
import { packPrepared } from './preparePacket'
import type { PreparedPacket } from './preparePacket'

/** One object to get: a number by which the asking side knows it, and what the listing says of it. */
export type FetchItem = readonly [id: number, key: string, sizeBytes: number]

/** What the asking side says to a line. */
export type ToFetchLine =
  | { readonly type: 'fetch'; readonly access: LeanAccess; readonly clockOffsetMs: number; readonly items: readonly FetchItem[]; readonly atOnce: number }
  | { readonly type: 'at-once'; readonly atOnce: number }
  | { readonly type: 'drop'; readonly ids: readonly number[] }
  | { readonly type: 'close' }

/** What has come since the last time: prepared, in the order of `ids`; and those for which the SDK has to be asked. */
export interface FromFetchLine extends PreparedPacket {
  readonly type: 'fetched'
  readonly ids: readonly number[]
  /** The tags the objects came with, in the order of `ids`. */
  readonly etags: readonly string[]
  readonly refused: readonly number[]
  readonly sent: { readonly requests: number; readonly bytes: number }
}

const bytesAtOnce = 32 * 1024 * 1024
const packetObjects = 64
const packetBytes = 256 * 1024
const packetAfterMs = 5

interface Asked {
  readonly item: FetchItem
  readonly access: LeanAccess
  readonly clockOffsetMs: number
}

/** Gets objects by the lean lane and prepares them in the thread it stands in: their bytes never leave it uncompressed. */
export class FetchLine {
  readonly #answer: (answer: FromFetchLine) => void
  readonly #maxBytes: number
  readonly #sender: LeanSender
  #queue: Asked[] = []
  #next = 0
  #atOnce = 1
  #running = 0
  #runningBytes = 0
  readonly #underway = new Map<number, Set<() => void>>()
  readonly #dropped = new Set<number>()
  #ids: number[] = []
  #etags: string[] = []
  #prepared: PreparedObject[] = []
  #preparedBytes = 0
  #refused: number[] = []
  #sent = { requests: 0, bytes: 0 }
  #timer: NodeJS.Timeout | null = null

  constructor(lane: LeanLane, maxObjectBytes: number, answer: (answer: FromFetchLine) => void) {
    this.#sender = new LeanSender(lane)
    this.#maxBytes = maxObjectBytes
    this.#answer = answer
  }

  receive(message: ToFetchLine): void {
    switch (message.type) {
      case 'fetch': {
        const { access, clockOffsetMs, items } = message
        for (const item of items) this.#queue.push({ item, access, clockOffsetMs })
        this.#atOnce = message.atOnce
        break
      }
      case 'at-once':
        this.#atOnce = message.atOnce
        break
      case 'drop':
        this.#drop(message.ids)
        break
      case 'close':
        this.#drop([...this.#queue.map(({ item }) => item[0]), ...this.#underway.keys()])
        this.#sender.close()
    }
    this.#pump()
  }

  #drop(ids: readonly number[]): void {
    const gone = new Set(ids)
    this.#queue = this.#queue.slice(this.#next).filter(({ item }) => !gone.has(item[0]))
    this.#next = 0
    for (const id of ids) {
      const aborts = this.#underway.get(id)
      if (aborts === undefined) continue
      this.#dropped.add(id)
      for (const abort of aborts) abort()
    }
  }

  #pump(): void {
    for (;;) {
      const asked = this.#queue[this.#next]
      if (asked === undefined) break
      const [, , sizeBytes] = asked.item
      if (this.#running > 0 && (this.#running >= this.#atOnce || this.#runningBytes + sizeBytes > bytesAtOnce)) return
      this.#next += 1
      void this.#fetch(asked)
    }
    this.#queue = []
    this.#next = 0
    if (this.#running === 0) this.#flush()
  }

  async #fetch({ item: [id, key, sizeBytes], access, clockOffsetMs }: Asked): Promise<void> {
    this.#running += 1
    this.#runningBytes += sizeBytes
    const aborts = new Set<() => void>()
    this.#underway.set(id, aborts)
    const got = await this.#sender.get({ ...access, nowMs: Date.now() + clockOffsetMs }, key, {
      signal: undefined,
      aborts,
      expectedSizeBytes: sizeBytes,
      maxBytes: this.#maxBytes,
      onSent: this.#onSent,
      onBytes: this.#onBytes
    })
    this.#running -= 1
    this.#runningBytes -= sizeBytes
    this.#underway.delete(id)
    if (!this.#dropped.delete(id)) {
      if (got === null) this.#refused.push(id)
      else this.#prepare(id, key, sizeBytes, got)
      this.#flushWhenDue()
    }
    this.#pump()
  }

  readonly #onSent = (): void => { this.#sent.requests += 1 }
  readonly #onBytes = (count: number): void => { this.#sent.bytes += count }

  #prepare(id: number, key: string, sizeBytes: number, got: { readonly etag: string; readonly bytes: Uint8Array; readonly metadata: Readonly<Record<string, string>> }): void {
    const prepared = prepareObject({ listed: { key, sizeBytes, etag: got.etag, lastModifiedUs: 0 }, bytes: got.bytes, metadata: got.metadata })
    this.#ids.push(id)
    this.#etags.push(got.etag)
    this.#prepared.push(prepared)
    this.#preparedBytes += prepared.outcome === 'read' ? prepared.body.bytes.byteLength : 0
  }

  #flushWhenDue(): void {
    if (this.#ids.length >= packetObjects || this.#preparedBytes >= packetBytes) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), packetAfterMs)
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#ids.length + this.#refused.length + this.#sent.requests === 0) return
    const answer = { type: 'fetched', ids: this.#ids, etags: this.#etags, refused: this.#refused, sent: this.#sent, ...packPrepared(this.#prepared) } as const
    this.#ids = []
    this.#etags = []
    this.#prepared = []
    this.#preparedBytes = 0
    this.#refused = []
    this.#sent = { requests: 0, bytes: 0 }
    this.#answer(answer)
  }
}
