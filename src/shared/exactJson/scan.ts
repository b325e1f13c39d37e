const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const colon = 0x3a
const openArray = 0x5b
const openObject = 0x7b

/** Where a text stops being JSON, and why; `at` counts UTF-16 units from 0. */
export interface JsonFault {
  readonly ok: false
  readonly reason: string
  readonly at: number
}

/** Index of the first character at or after `from` that is not JSON white space. */
export function skipSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
    at++
  }
}

/** What JSON forbids inside strings. */
const controls = /[^ -\uffff]/

function indexOrEnd(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/**
 * Walks JSON text and checks it without building values, iteratively: a million open brackets cost memory, never the stack.
 * Python's `NaN`, `Infinity` and `-Infinity` pass and are noted. Every `skip…` gives the index behind what it skipped, or -1
 * with `fault` set.
 */
export class JsonScanner {
  /** Deepest nesting met so far; a lone `{}` is 1, a scalar 0. */
  depth = 0
  hasNonFinite = false
  /** Where the name skipped last ends, behind its closing quote. */
  keyEnd = 0
  fault: JsonFault | null = null
  private readonly open: number[] = []
  private nextBackslash = -1
  private searchedFrom = 0
  private hasControls: boolean | null = null

  constructor(readonly text: string) {}

  /** Notes the first fault and gives -1. */
  fail(at: number, reason: string): -1 {
    this.fault ??= { ok: false, reason: at >= this.text.length ? 'the text ends too early' : reason, at }
    return -1
  }

  /** Skips one value of any kind, which must start at `from`. */
  skipValue(from: number): number {
    const { text, open } = this
    let at = from
    let level = 0
    for (;;) {
      const code = text.charCodeAt(at)
      let isClosed = true
      if (code === openObject || code === openArray) {
        at = skipSpace(text, at + 1)
        open[level++] = code
        if (level > this.depth) this.depth = level
        // In ASCII each closing bracket stands two behind its opening one.
        if (text.charCodeAt(at) === code + 2) {
          level--
          at++
        } else isClosed = false
        if (!isClosed && code === openObject) at = this.skipKey(at)
      } else at = this.skipScalar(at)
      if (at < 0) return -1
      if (!isClosed) continue
      for (;;) {
        if (level === 0) return at
        at = skipSpace(text, at)
        const next = text.charCodeAt(at)
        const inside = open[level - 1] ?? 0
        if (next === comma) {
          at = skipSpace(text, at + 1)
          if (inside === openObject) at = this.skipKey(at)
          if (at < 0) return -1
          break
        }
        if (next !== inside + 2) return this.fail(at, 'a comma or a closing bracket is missing')
        level--
        at++
      }
    }
  }

  /** Skips a member's name and its colon; gives the index where the value starts. */
  skipKey(from: number): number {
    if (this.text.charCodeAt(from) !== quote) return this.fail(from, 'a member name is missing')
    let at = this.skipString(from)
    if (at < 0) return -1
    this.keyEnd = at
    at = skipSpace(this.text, at)
    if (this.text.charCodeAt(at) !== colon) return this.fail(at, 'a colon is missing')
    return skipSpace(this.text, at + 1)
  }

  /** Skips a string whose opening quote stands at `from`. */
  skipString(from: number): number {
    const { text } = this
    let at = from + 1
    let close = text.indexOf('"', at)
    if (close < 0) return this.fail(text.length, 'a string does not end')
    // Native searches beat a loop over the characters several times; both marks are looked up once and kept.
    if (this.nextBackslash < at || at < this.searchedFrom) {
      this.nextBackslash = indexOrEnd(text, '\\', at)
      this.searchedFrom = at
    }
    while (this.nextBackslash < close) {
      at = this.skipEscape(this.nextBackslash + 1)
      if (at < 0) return -1
      if (close < at) close = text.indexOf('"', at)
      if (close < 0) return this.fail(text.length, 'a string does not end')
      this.nextBackslash = indexOrEnd(text, '\\', at)
      this.searchedFrom = at
    }
    this.hasControls ??= controls.test(text)
    if (this.hasControls && controls.test(text.slice(from, close))) return this.fail(from, 'a control character stands in a string')
    return close + 1
  }

  private skipEscape(at: number): number {
    const sign = this.text.charAt(at)
    if (sign === 'u') {
      if (/^[0-9a-fA-F]{4}$/.test(this.text.slice(at + 1, at + 5))) return at + 5
    } else if (sign !== '' && '"\\/bfnrt'.includes(sign)) return at + 1
    return this.fail(at, 'an escape is not valid')
  }

  /** Skips a string, number or word. */
  skipScalar(at: number): number {
    const code = this.text.charCodeAt(at)
    if (code === quote) return this.skipString(at)
    if (isDigit(code) || code === minus) return this.skipNumber(at)
    if (code === 0x74) return this.skipWord(at, 'true')
    if (code === 0x66) return this.skipWord(at, 'false')
    if (code === 0x6e) return this.skipWord(at, 'null')
    if (code === 0x4e) return this.skipNonFinite(at, 'NaN')
    if (code === 0x49) return this.skipNonFinite(at, 'Infinity')
    return this.fail(at, 'a value is missing')
  }

  private skipWord(at: number, word: string): number {
    return this.text.startsWith(word, at) ? at + word.length : this.fail(at, 'a word is not valid')
  }

  private skipNonFinite(at: number, word: string): number {
    this.hasNonFinite = true
    return this.skipWord(at, word)
  }

  private skipNumber(from: number): number {
    const { text } = this
    let at = text.charCodeAt(from) === minus ? from + 1 : from
    if (text.charCodeAt(at) === 0x49 && at > from) return this.skipNonFinite(at, 'Infinity')
    if (text.charCodeAt(at) === 0x30) at++
    else {
      at = this.skipDigits(at)
      if (at < 0) return -1
    }
    if (text.charCodeAt(at) === 0x2e) {
      at = this.skipDigits(at + 1)
      if (at < 0) return -1
    }
    const exponent = text.charCodeAt(at)
    if (exponent !== 0x65 && exponent !== 0x45) return at
    const sign = text.charCodeAt(at + 1)
    return this.skipDigits(sign === 0x2b || sign === minus ? at + 2 : at + 1)
  }

  private skipDigits(from: number): number {
    let at = from
    while (isDigit(this.text.charCodeAt(at))) at++
    return at === from ? this.fail(at, 'a digit is missing') : at
  }
}
