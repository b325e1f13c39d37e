/** Compares two keys as S3 does: by their UTF-8 bytes. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

// In UTF-16 the halves of an astral character sort below U+E000 to U+FFFF, in UTF-8 the character sorts above them.
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

const plainOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const HIGH = /[\ud800-\uffff]/

/** A set of keys in byte order that stays fast with millions of them: new keys are merged in when next read. */
export class SortedKeys {
  #keys: string[] = []
  #added: string[] = []
  #removed = new Set<string>()
  #compare: (a: string, b: string) => number = plainOrder

  /** Adds a key that is not there yet. */
  add(key: string): void {
    if (this.#removed.delete(key)) return
    if (HIGH.test(key)) this.#compare = compareKeys
    this.#added.push(key)
  }

  /** Takes out a key that is there. */
  remove(key: string): void {
    if (this.#added.length > 0) this.#merge()
    this.#removed.add(key)
  }

  /** Takes out all keys. */
  clear(): void {
    this.#keys = []
    this.#added = []
    this.#removed.clear()
  }

  /** All keys in order; not to be changed, and not to be kept across changes. */
  all(): readonly string[] {
    this.#merge()
    return this.#keys
  }

  /** Index of the first key that is not below the given one. */
  indexAtOrAfter(key: string, from = 0): number {
    const compare = HIGH.test(key) ? compareKeys : this.#compare
    return firstIndex(this.all(), from, (candidate) => compare(candidate, key) >= 0)
  }

  /** Index of the first key at or after `from` that does not begin with the prefix, when the one at `from` does. */
  indexAfterPrefix(prefix: string, from: number): number {
    return firstIndex(this.all(), from, (candidate) => !candidate.startsWith(prefix))
  }

  #merge(): void {
    if (this.#removed.size > 0) {
      this.#keys = this.#keys.filter((key) => !this.#removed.has(key))
      this.#removed.clear()
    }
    if (this.#added.length === 0) return
    const added = this.#added.sort(this.#compare)
    this.#added = []
    const last = this.#keys.at(-1)
    this.#keys = last === undefined ? added : this.#compare(last, added[0] as string) < 0 ? append(this.#keys, added) : mergeSorted(this.#keys, added, this.#compare)
  }
}

function append(keys: string[], added: readonly string[]): string[] {
  for (const key of added) keys.push(key)
  return keys
}

function mergeSorted(a: readonly string[], b: readonly string[], compare: (x: string, y: string) => number): string[] {
  const out: string[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) out.push(compare(a[i] as string, b[j] as string) <= 0 ? (a[i++] as string) : (b[j++] as string))
  while (i < a.length) out.push(a[i++] as string)
  while (j < b.length) out.push(b[j++] as string)
  return out
}

function firstIndex(keys: readonly string[], from: number, accept: (key: string) => boolean): number {
  let low = from
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (accept(keys[middle] as string)) high = middle
    else low = middle + 1
  }
  return low
}
