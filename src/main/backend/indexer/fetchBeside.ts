import type { LeanBeside } from '../bucket/lean/leanBucket'
import type { ListedObject } from '../database/discovery'
import type { Fetcher } from './fetch'
import { maxObjectBytes } from './fetchSize'
import type { FromFetchLine } from './fetchLine'
import type { PreparedObject } from './ingestObject'
import { unpackPrepared } from './preparePacket'
import type { LineThread } from './preparer'

/** What becomes of the objects of one packet; each object comes in one of the two. */
export interface PacketEnds {
  onPrepared(objects: readonly PreparedObject[]): void
  /** There was no plain answer: the object has to be fetched here, by whoever knows retries and errors. */
  onRefused(listed: ListedObject): void
}

interface Packet extends PacketEnds {
  left: number
  resolve(): void
}

interface Asked {
  readonly listed: ListedObject
  readonly packet: Packet
}

/** With fewer places it is not worth a second thread. */
const fewestPlaces = 4
/** Places of the limit that stay with this thread. */
const ownPlaces = 2

/** Lets another thread get and prepare objects by the lean lane, on places that are lent to it from the fetcher's limit. */
export class FetchBeside {
  readonly #bucket: LeanBeside
  readonly #fetcher: Fetcher
  readonly #thread: LineThread
  readonly #line: number
  readonly #asked = new Map<number, Asked>()
  #nextId = 0
  #atOnce = 0
  #isClosed = false

  constructor(bucket: LeanBeside, fetcher: Fetcher, thread: LineThread) {
    this.#bucket = bucket
    this.#fetcher = fetcher
    this.#thread = thread
    this.#line = thread.addLine({ receive: (answer) => this.#receive(answer), ended: () => this.#ended() })
    bucket.whenClosed(() => this.#close())
  }

  /** Whether an object can be fetched so now; where it cannot for want of a thread, that begins. */
  takes(listed: ListedObject): boolean {
    return !this.#isClosed && listed.sizeBytes <= maxObjectBytes && this.#fetcher.limit.limit >= fewestPlaces && this.#thread.isReady()
  }

  /** Fetches and prepares; resolves when every object has come to one of the ends. Rejects with the signal's reason. */
  async fetch(objects: readonly ListedObject[], signal: AbortSignal, ends: PacketEnds): Promise<void> {
    signal.throwIfAborted()
    const access = await this.#bucket.access()
    signal.throwIfAborted()
    if (access === null || this.#isClosed || !this.#thread.isReady()) {
      for (const listed of objects) ends.onRefused(listed)
      return
    }
    const items = objects.map((listed) => [this.#nextId++, listed.key, listed.sizeBytes] as const)
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        this.#drop(items.map(([id]) => id))
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
      }
      const packet: Packet = {
        ...ends,
        left: objects.length,
        resolve: () => {
          signal.removeEventListener('abort', abort)
          resolve()
        }
      }
      signal.addEventListener('abort', abort, { once: true })
      objects.forEach((listed, at) => this.#asked.set(items[at]?.[0] ?? 0, { listed, packet }))
      this.#thread.setLineBusy(this.#line, true)
      this.#atOnce = this.#lend()
      this.#say({ type: 'fetch', access, clockOffsetMs: access.nowMs - Date.now(), items, atOnce: this.#atOnce })
    })
  }

  #close(): void {
    this.#isClosed = true
    const left = [...this.#asked.values()]
    this.#drop([...this.#asked.keys()])
    this.#thread.removeLine(this.#line, this.#bucket.lane)
    for (const asked of left) this.#refuse(asked)
  }

  #say(message: Parameters<LineThread['sayToLine']>[2]): void {
    this.#thread.sayToLine(this.#line, this.#bucket.lane, message)
  }

  #lend(): number {
    const { limit } = this.#fetcher
    const places = this.#asked.size === 0 ? 0 : Math.max(1, limit.limit - Math.max(ownPlaces, limit.running))
    limit.lend(places)
    return places
  }

  #receive(answer: FromFetchLine): void {
    const { ids, etags, refused, sent } = answer
    this.#bucket.sent({ ...sent, isWorking: ids.length > 0 })
    if (ids.length > 0) this.#fetcher.succeeded(ids.length)
    const asked = ids.map((id) => this.#take(id))
    const prepared = unpackPrepared(answer, asked.map((each, at) => (each === undefined ? undefined : { listed: { ...each.listed, etag: etags[at] ?? each.listed.etag } })))
    const packets = new Map<Packet, PreparedObject[]>()
    asked.forEach((each, at) => {
      const object = prepared[at]
      if (each === undefined || object === undefined) return
      const objects = packets.get(each.packet)
      if (objects === undefined) packets.set(each.packet, [object])
      else objects.push(object)
    })
    for (const [packet, objects] of packets) {
      packet.onPrepared(objects)
      settle(packet, objects.length)
    }
    for (const id of refused) this.#refuse(this.#take(id))
    this.#settled()
  }

  #take(id: number): Asked | undefined {
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    return asked
  }

  #refuse(asked: Asked | undefined): void {
    if (asked === undefined) return
    asked.packet.onRefused(asked.listed)
    settle(asked.packet, 1)
  }

  /** The limit has grown or was halved, or nothing is left to do. */
  #settled(): void {
    const places = this.#lend()
    if (places === 0) this.#thread.setLineBusy(this.#line, false)
    else if (places !== this.#atOnce) this.#say({ type: 'at-once', atOnce: places })
    this.#atOnce = places
  }

  #drop(ids: readonly number[]): void {
    for (const id of ids) this.#asked.delete(id)
    this.#say({ type: 'drop', ids })
    this.#settled()
  }

  #ended(): void {
    const left = [...this.#asked.values()]
    this.#asked.clear()
    this.#lend()
    for (const asked of left) this.#refuse(asked)
  }
}

function settle(packet: Packet, count: number): void {
  packet.left -= count
  if (packet.left === 0) packet.resolve()
}
