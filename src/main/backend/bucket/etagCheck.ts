import { hash } from 'node:crypto'

/** What a GET said of its body besides its length. */
export interface TaggedAnswer {
  /** Without the quotes. */
  readonly etag: string
  /** Encrypted with a key of its own: the tag says nothing of the body then. */
  readonly isKeyEncrypted: boolean
}

/**
 * Compares bodies with their tags. S3 makes the tag of an object that came in one piece the MD5 of its bytes; some stores make it
 * otherwise, so a body that comes twice alike is believed, and from then on this store's tags are not asked again.
 */
export class EtagCheck {
  #isOff = false
  readonly #seen = new Map<string, string>()

  /** Whether the body is the one the tag is of, as far as the tag tells. */
  fits(key: string, { etag, isKeyEncrypted }: TaggedAnswer, body: Uint8Array): boolean {
    if (this.#isOff || isKeyEncrypted || !/^[0-9a-f]{32}$/i.test(etag)) return true
    const sum = hash('md5', body, 'hex')
    if (sum === etag.toLowerCase()) {
      this.#seen.delete(key)
      return true
    }
    // What is damaged on the way is not damaged twice alike.
    if (this.#seen.get(key) === sum) this.#isOff = true
    this.#seen.set(key, sum)
    if (this.#seen.size > mostSeen) this.#seen.clear()
    return this.#isOff
  }
}

const mostSeen = 1000
