import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { SortedKeys } from './sortedKeys'

/** An object as the fake server holds it. */
export interface StoredObject {
  readonly body: () => Buffer
  readonly sizeBytes: number
  readonly etag: string
  readonly lastModifiedMs: number
  readonly metadata: Readonly<Record<string, string>>
}

/** What may be said when an object is put in. */
export interface PutOptions {
  readonly metadata?: Readonly<Record<string, string>>
  readonly lastModifiedMs?: number
  readonly etag?: string
}

/** Many objects whose bodies are made when they are asked for. */
export interface VirtualObjects {
  readonly keys: Iterable<string>
  bodyOf(key: string): string | Uint8Array
  /** Size without making the body; without it, listing makes each body once. */
  sizeOf?(key: string): number
  readonly lastModifiedMs?: number
}

/** The objects of one bucket, in S3's order. */
export class FakeBucket {
  readonly sorted = new SortedKeys()
  readonly #objects = new Map<string, StoredObject>()

  /** Number of objects. */
  get size(): number {
    return this.#objects.size
  }

  /** The object, or undefined. */
  get(key: string): StoredObject | undefined {
    return this.#objects.get(key)
  }

  /** All keys in S3's order. */
  keys(): readonly string[] {
    return this.sorted.all()
  }

  /** Puts an object in, in place of one with the same key. */
  put(key: string, body: string | Uint8Array, options: PutOptions = {}): StoredObject {
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
    const object: StoredObject = {
      body: () => bytes,
      sizeBytes: bytes.byteLength,
      etag: options.etag ?? `"${createHash('md5').update(bytes).digest('hex')}"`,
      lastModifiedMs: options.lastModifiedMs ?? Date.now(),
      metadata: { ...options.metadata }
    }
    this.#set(key, object)
    return object
  }

  /** Puts in objects without bodies; their ETags look like those of multipart uploads, for no body is hashed. */
  putVirtual(objects: VirtualObjects): void {
    const lastModifiedMs = objects.lastModifiedMs ?? Date.now()
    for (const key of objects.keys) this.#set(key, new VirtualObject(key, objects, lastModifiedMs))
  }

  /** Takes an object out; false when there is none. */
  delete(key: string): boolean {
    if (!this.#objects.delete(key)) return false
    this.sorted.remove(key)
    return true
  }

  #set(key: string, object: StoredObject): void {
    if (!this.#objects.has(key)) this.sorted.add(key)
    this.#objects.set(key, object)
  }
}

class VirtualObject implements StoredObject {
  readonly #key: string
  readonly #source: VirtualObjects
  readonly metadata = {}

  constructor(
    key: string,
    source: VirtualObjects,
    readonly lastModifiedMs: number
  ) {
    this.#key = key
    this.#source = source
  }

  readonly body = (): Buffer => Buffer.from(this.#source.bodyOf(this.#key) as string)

  get sizeBytes(): number {
    return this.#source.sizeOf?.(this.#key) ?? this.body().byteLength
  }

  get etag(): string {
    return `"${crc32(this.#key).toString(16).padStart(32, '0')}-1"`
  }
}
