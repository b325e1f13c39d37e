/** A seeded source of randomness: the same seed gives the same numbers on every machine. */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: string | number) {
    const words = hashWords(String(seed))
    this.#a = words[0]
    this.#b = words[1]
    this.#c = words[2]
    this.#d = 1
    for (let i = 0; i < 12; i++) this.next()
  }

  /** A number in [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0
    return (sum >>> 0) / 4_294_967_296
  }

  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of the items; throws when there is none. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new RangeError('cannot pick from an empty list')
    return item
  }

  /** The items in a new order. */
  shuffle<T>(items: readonly T[]): T[] {
    const out = [...items]
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.int(0, i)
      const held = out[i] as T
      out[i] = out[j] as T
      out[j] = held
    }
    return out
  }

  /** A duration around `medianMs` with a long tail, as latencies have. */
  latencyMs(medianMs: number): number {
    const spread = (this.next() + this.next() + this.next()) / 1.5 - 1
    return medianMs * Math.exp(spread * 0.9)
  }

  /** Lower-case hexadecimal digits. */
  hex(length: number): string {
    let out = ''
    while (out.length < length) out += Math.floor(this.next() * 65_536).toString(16).padStart(4, '0')
    return out.slice(0, length)
  }

  /** A version 4 UUID in lower case. */
  uuid(): string {
    const hex = this.hex(32)
    const variant = '89ab'[this.int(0, 3)] ?? '8'
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}

function hashWords(text: string): [number, number, number] {
  const words: [number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    words[0] = Math.imul(words[0] ^ code, 2_654_435_761)
    words[1] = Math.imul(words[1] ^ (code + i), 1_597_334_677)
    words[2] = Math.imul(words[2] + code, 2_246_822_519) ^ (words[0] >>> 13)
  }
  return words
}
