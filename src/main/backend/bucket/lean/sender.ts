import type { IncomingHttpHeaders } from 'node:http'
import type { Pool } from 'undici'
import type { GotObject } from '../bucket'
import type { LeanAccess } from './access'
import { plainHeaders, readHeaders } from './answer'
import { matchesChecksum } from './checksum'
import { LeanConnections } from './connections'
import type { LeanTimeouts } from './connections'
import { keyPath } from './path'
import { PlainTag } from './plainTag'
import { emptyBodyHash, LeanSigner } from './sign'
import { ask } from './wire'
import type { WireAnswer, WireGet } from './wire'

/** How many connections a lane has, and how patient it is: plain values, so that another thread can open its own. */
export interface LeanLane {
  readonly maxConnections: number
  readonly timeouts: LeanTimeouts
}

/** A request without what every one has; an empty key = the bucket itself. */
export type ToSend = Omit<WireGet, 'path' | 'headers'> & { readonly key: string; readonly query: string }

/** One GET of an object. */
export type ObjectGet = Pick<WireGet, 'signal' | 'aborts' | 'maxBytes' | 'onSent' | 'onBytes'> & {
  /** Another size is no answer. */
  readonly expectedSizeBytes: number | undefined
}

/** Signs and sends, over connections of its own. */
export class LeanSender {
  readonly #connections: LeanConnections
  readonly #signer = new LeanSigner()
  readonly #tag = new PlainTag()

  constructor({ maxConnections, timeouts }: LeanLane) {
    this.#connections = new LeanConnections(maxConnections, timeouts)
  }

  /** `null` = not a plain answer. */
  async send(access: LeanAccess, prepare: () => ToSend): Promise<WireAnswer | null> {
    let ready: { readonly get: WireGet; readonly pool: Pool }
    try {
      ready = { get: this.#signed(prepare(), access), pool: await this.#connections.to(access.origin) }
    } catch {
      // A key that is no Unicode text, an origin that undici does not take: the SDK says what is wrong with it.
      return null
    }
    return await ask(ready.pool, ready.get)
  }

  /** An object, whole and checked; `null` for whatever is not plainly that. */
  async get(access: LeanAccess, key: string, { expectedSizeBytes: expected, maxBytes, ...rest }: ObjectGet): Promise<GotObject | null> {
    if (key === '' || (expected !== undefined && expected > maxBytes)) return null
    const accepts = (status: number, headers: IncomingHttpHeaders): boolean => {
      const length = Number(headers['content-length'] ?? Number.NaN)
      return plainHeaders(status, headers) && length <= maxBytes && (expected === undefined || length === expected)
    }
    const answer = await this.send(access, () => ({ ...rest, key, query: '', maxBytes, accepts }))
    if (answer === null || answer.body.byteLength !== Number(answer.headers['content-length'])) return null
    const described = readHeaders(answer.headers)
    if (described === null || !matchesChecksum(answer.headers, answer.body)) return null
    return this.#tag.fits(key, described.etag, answer.headers, answer.body) ? { ...described, bytes: answer.body } : null
  }

  /** Closes what is idle now and the rest as it ends. */
  close(): void {
    this.#connections.close()
  }

  #signed({ key, query, ...rest }: ToSend, access: LeanAccess): WireGet {
    const { basePath, host, keys, region, nowMs } = access
    // A listing asks the bucket itself, whose path has no slash at the end but for the root.
    const path = key === '' && basePath !== '/' ? basePath.slice(0, -1) : basePath + keyPath(key)
    const headers = { 'x-amz-content-sha256': emptyBodyHash, ...(key === '' ? {} : access.getHeaders) }
    const signed = this.#signer.sign({ host, path, query, headers }, keys, { region, service: 's3', nowMs })
    return { ...rest, path: query === '' ? path : `${path}?${query}`, headers: signed }
  }
}
