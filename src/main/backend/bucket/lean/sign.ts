import { createHmac, hash } from 'node:crypto'

/** Keys to sign with. */
export interface SigningKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** A GET to sign: its path and query stand as they go out, the query sorted. */
export interface GetToSign {
  readonly host: string
  readonly path: string
  readonly query: string
  /** Further headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** Where and when a signature holds. */
export interface SigningPlace {
  readonly region: string
  readonly service: string
  /** The clock of S3, milliseconds since 1970. */
  readonly nowMs: number
}

/** The SHA-256 of no bytes, which is what a GET sends. */
export const emptyBodyHash = hash('sha256', '')

const blockBytes = 64

/** Signs GETs (Signature Version 4); the key derived for a day and region is kept, which spares four of five HMACs. */
export class LeanSigner {
  #key: Buffer = Buffer.alloc(0)
  #keyFor = ''
  #stamp = ''
  #stampSecond = Number.NaN
  /** The key (32 bytes, so never longer than a block) in both pads, with room for what is hashed behind them. */
  #inner: Buffer = Buffer.alloc(512)
  readonly #outer = Buffer.alloc(blockBytes + 32)
  #padsFor: Buffer | null = null

  /** The headers to send, `host` excepted, which the connection adds. */
  sign(get: GetToSign, keys: SigningKeys, place: SigningPlace): Record<string, string> {
    const stamp = this.#stampOf(place.nowMs)
    const sent: Record<string, string> = { ...get.headers, 'x-amz-date': stamp }
    if (keys.sessionToken !== undefined) sent['x-amz-security-token'] = keys.sessionToken
    const names = ['host', ...Object.keys(sent)].sort()
    const signedNames = names.join(';')
    const lines = names.map((name) => `${name}:${name === 'host' ? get.host : (sent[name] ?? '')}\n`).join('')
    const canonical = `GET\n${get.path}\n${get.query}\n${lines}\n${signedNames}\n${emptyBodyHash}`
    const scope = `${stamp.slice(0, 8)}/${place.region}/${place.service}/aws4_request`
    const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash('sha256', canonical)}`
    const signature = this.#macOf(this.#keyOf(keys.secretAccessKey, scope), text)
    sent['authorization'] = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`
    return sent
  }

  // HMAC-SHA256 from two hashes: a third of what a new Hmac costs, and this is done for every request.
  #macOf(key: Buffer, text: string): string {
    if (this.#padsFor !== key) {
      for (let at = 0; at < blockBytes; at += 1) {
        const byte = key[at] ?? 0
        this.#inner[at] = byte ^ 0x36
        this.#outer[at] = byte ^ 0x5c
      }
      this.#padsFor = key
    }
    const length = Buffer.byteLength(text)
    if (this.#inner.length < blockBytes + length) this.#inner = Buffer.concat([this.#inner.subarray(0, blockBytes)], blockBytes + 2 * length)
    this.#inner.write(text, blockBytes)
    this.#outer.write(hash('sha256', this.#inner.subarray(0, blockBytes + length), 'hex'), blockBytes, 'hex')
    return hash('sha256', this.#outer, 'hex')
  }

  #keyOf(secret: string, scope: string): Buffer {
    const keyFor = `${secret} ${scope}`
    if (keyFor !== this.#keyFor) {
      this.#key = scope.split('/').reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secret}`))
      this.#keyFor = keyFor
    }
    return this.#key
  }

  #stampOf(nowMs: number): string {
    const second = Math.floor(nowMs / 1000)
    if (second !== this.#stampSecond) {
      this.#stamp = new Date(second * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '')
      this.#stampSecond = second
    }
    return this.#stamp
  }
}
