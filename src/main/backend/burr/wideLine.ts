/** Values of more bytes than this are left out of an outline. */
const longestKept = 64 * 1024
/** So much of the end of a long text is kept: what went wrong stands in the last line of a traceback. */
const keptTail = 16 * 1024
/** An outline is not longer than this, whatever the line holds. */
const longestOutline = 4 * 1024 * 1024
/** Members of what is left out are kept so deep, when they are short: fields of a state. */
const deepest = 2

const quote = 0x22
const backslash = 0x5c
const openObject = 0x7b
const closeObject = 0x7d
const openArray = 0x5b
const closeArray = 0x5d
const comma = 0x2c
const colon = 0x3a

/**
 * The JSON text of a line that is too long to be read whole, with its long values left out: an object keeps its short members, a
 * list becomes empty, of a text its end is left. `null` when the bytes are no object, or its names alone are too long. Walks the
 * bytes and copies only what it keeps, so the memory it takes does not grow with the line.
 */
export function outlineOf(line: Uint8Array): string | null {
  const outline = new Outline(line)
  const end = outline.object(0, 1)
  return end >= 0 && outline.space(end) === line.length ? outline.text() : null
}

class Outline {
  private readonly parts: Uint8Array[] = []
  private length = 0

  constructor(private readonly line: Uint8Array) {}

  text(): string | null {
    return this.length > longestOutline ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(this.parts, this.length))
  }

  /** Takes the object at `from`; gives the index behind it, or -1. */
  object(from: number, depth: number): number {
    if (this.line[from] !== openObject) return -1
    this.word('{')
    let at = this.space(from + 1)
    let isFirst = true
    while (this.line[at] !== closeObject) {
      const nameEnd = this.string(at)
      const start = nameEnd < 0 ? -1 : this.space(nameEnd)
      if (start < 0 || this.line[start] !== colon) return -1
      const valueStart = this.space(start + 1)
      const end = this.value(valueStart)
      if (end < 0) return -1
      if (this.hasRoom(depth, end - at)) {
        if (!isFirst) this.word(',')
        isFirst = false
        this.copy(at, nameEnd)
        this.word(':')
        this.keep(valueStart, end, depth)
      }
      at = this.space(end)
      if (this.line[at] === comma) at = this.space(at + 1)
      else if (this.line[at] !== closeObject) return -1
    }
    this.word('}')
    return at + 1
  }

  space(from: number): number {
    let at = from
    for (;;) {
      const byte = this.line[at]
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return at
      at++
    }
  }

  // What a step is lies on top and is always kept; room for the rest is limited.
  private hasRoom(depth: number, bytes: number): boolean {
    return this.length <= longestOutline && (depth === 1 || this.length + Math.min(bytes, longestKept) < longestOutline / 2)
  }

  private keep(start: number, end: number, depth: number): void {
    const first = this.line[start]
    if (end - start <= longestKept) this.copy(start, end)
    else if (first === openObject && depth < deepest) this.object(start, depth + 1)
    else if (first === openObject) this.word('{}')
    else if (first === openArray) this.word('[]')
    else if (first === quote) this.tail(start, end)
    else this.word('null')
  }

  // From a letter on, which is never the middle of a character, nor a backslash that an escape needs. Of “\u0007” the digits may stay.
  private tail(start: number, end: number): void {
    let from = Math.max(start + 1, end - keptTail)
    while (from < end - 1 && (!isPlain(this.line[from] ?? 0) || this.line[from - 1] === backslash)) from++
    this.word('"')
    this.copy(from, end)
  }

  private copy(from: number, to: number): void {
    this.parts.push(this.line.subarray(from, to))
    this.length += to - from
  }

  private word(text: string): void {
    this.parts.push(words.get(text) ?? Buffer.from(text))
    this.length += text.length
  }

  private value(from: number): number {
    const first = this.line[from]
    if (first === quote) return this.string(from)
    if (first === openObject || first === openArray) return this.nested(from)
    let at = from
    while (at < this.line.length && !isEnd(this.line[at] ?? 0)) at++
    return at === from ? -1 : at
  }

  private nested(from: number): number {
    const { line } = this
    let level = 0
    for (let at = from; at < line.length; at++) {
      const byte = line[at]
      if (byte === quote) {
        const end = this.string(at)
        if (end < 0) return -1
        at = end - 1
      } else if (byte === openObject || byte === openArray) level++
      else if ((byte === closeObject || byte === closeArray) && --level === 0) return at + 1
    }
    return -1
  }

  private string(from: number): number {
    const { line } = this
    if (line[from] !== quote) return -1
    let close = from
    for (;;) {
      close = line.indexOf(quote, close + 1)
      if (close < 0) return -1
      let before = close
      while (line[before - 1] === backslash) before--
      if ((close - before) % 2 === 0) return close + 1
    }
  }
}

const words = new Map(['{', '}', ',', ':', '"', '{}', '[]', 'null'].map((text) => [text, Buffer.from(text)]))

function isPlain(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a)
}

function isEnd(byte: number): boolean {
  return byte === comma || byte === closeObject || byte === closeArray || byte <= 0x20
}
