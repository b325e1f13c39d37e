import type { _Object, CommonPrefix, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'

/**
 * What we use of a ListObjectsV2 answer, in the shape in which the SDK gives it; `null` for anything that is not plain
 * XML as S3 writes it (comments, CDATA, own entities, attributes but at the root, a field twice, an end that is missing).
 */
export function parseListing(xml: string): ListObjectsV2CommandOutput | null {
  try {
    return new Scanner(xml).listing()
  } catch (error) {
    if (error instanceof NotPlain) return null
    throw error
  }
}

class NotPlain extends Error {}

interface Fields {
  readonly texts: Map<string, string>
  readonly objects: _Object[]
  readonly prefixes: CommonPrefix[]
}

class Scanner {
  readonly #xml: string
  #at = 0

  constructor(xml: string) {
    this.#xml = xml
  }

  listing(): ListObjectsV2CommandOutput {
    this.#prolog()
    const fields: Fields = { texts: new Map(), objects: [], prefixes: [] }
    for (let name = this.#open(); name !== null; name = this.#open()) this.#child(name, fields)
    this.#close('ListBucketResult')
    this.#space()
    if (this.#at !== this.#xml.length) throw new NotPlain()
    return toOutput(fields)
  }

  #prolog(): void {
    const prolog = /^\uFEFF?(?:<\?xml version=["']1\.0["'](?: encoding=["']utf-8["'])?(?: standalone=["']\w+["'])?\s*\?>)?\s*<ListBucketResult(?: xmlns="[^"<>]*")?>/i.exec(this.#xml)
    if (prolog === null) throw new NotPlain()
    this.#at = prolog[0].length
  }

  #child(name: string, fields: Fields): void {
    if (name === 'Contents') fields.objects.push(this.#object())
    else if (name === 'CommonPrefixes') fields.prefixes.push(this.#prefix())
    else if (fields.texts.has(name)) throw new NotPlain()
    else fields.texts.set(name, this.#text(name))
  }

  #object(): _Object {
    const object: _Object = {}
    for (let name = this.#open(); name !== null; name = this.#open()) {
      if (name === 'Key') object.Key = once(object.Key, this.#text(name))
      else if (name === 'ETag') object.ETag = once(object.ETag, this.#text(name))
      else if (name === 'Size') object.Size = once(object.Size, wholeNumber(this.#text(name)))
      else if (name === 'LastModified') object.LastModified = once(object.LastModified, instant(this.#text(name)))
      else this.#skip(name)
    }
    this.#close('Contents')
    return object
  }

  #prefix(): CommonPrefix {
    const prefix: CommonPrefix = {}
    for (let name = this.#open(); name !== null; name = this.#open()) {
      if (name === 'Prefix') prefix.Prefix = once(prefix.Prefix, this.#text(name))
      else this.#skip(name)
    }
    this.#close('CommonPrefixes')
    return prefix
  }

  /** Passes by an element we do not use, with all that is in it. */
  #skip(name: string): void {
    if (this.#xml.startsWith('/>', this.#at - 2)) return
    const end = this.#xml.indexOf('<', this.#at)
    if (end < 0) throw new NotPlain()
    if (!this.#xml.startsWith('</', end)) {
      for (let child = this.#open(); child !== null; child = this.#open()) this.#skip(child)
    } else {
      this.#at = end
    }
    this.#close(name)
  }

  /** The name of the element that begins here, or `null` before an end tag. An empty element (`<A/>`) ends where it begins. */
  #open(): string | null {
    this.#space()
    const xml = this.#xml
    if (xml.charCodeAt(this.#at) !== lessThan) throw new NotPlain()
    if (xml.charCodeAt(this.#at + 1) === slash) return null
    const end = xml.indexOf('>', this.#at)
    if (end < 0) throw new NotPlain()
    const name = xml.slice(this.#at + 1, xml.charCodeAt(end - 1) === slash ? end - 1 : end)
    if (!known.has(name) && !/^[A-Za-z]\w*$/.test(name)) throw new NotPlain()
    this.#at = end + 1
    return name
  }

  #text(name: string): string {
    const xml = this.#xml
    if (xml.charCodeAt(this.#at - 2) === slash) return ''
    const end = xml.indexOf('<', this.#at)
    if (end < 0) throw new NotPlain()
    const raw = xml.slice(this.#at, end)
    this.#at = end
    this.#close(name)
    return unescaped(raw)
  }

  #close(name: string): void {
    const { length } = name
    const end = this.#at + 2 + length
    if (!this.#xml.startsWith('</', this.#at) || !this.#xml.startsWith(name, this.#at + 2) || this.#xml.charCodeAt(end) !== greaterThan) throw new NotPlain()
    this.#at = end + 1
  }

  #space(): void {
    for (let code = this.#xml.charCodeAt(this.#at); code === 32 || (code >= 9 && code <= 13); code = this.#xml.charCodeAt(this.#at)) this.#at += 1
  }
}

const lessThan = 60
const greaterThan = 62
const slash = 47
const known = new Set(['Contents', 'Key', 'LastModified', 'ETag', 'Size', 'StorageClass', 'CommonPrefixes', 'Prefix', 'Owner', 'ID'])

function toOutput({ texts, objects, prefixes }: Fields): ListObjectsV2CommandOutput {
  const output: ListObjectsV2CommandOutput = { $metadata: {}, Contents: objects, CommonPrefixes: prefixes }
  const name = texts.get('Name')
  const count = texts.get('KeyCount')
  const truncated = texts.get('IsTruncated')
  const token = texts.get('NextContinuationToken')
  const encoding = texts.get('EncodingType')
  if (name !== undefined) output.Name = name
  if (count !== undefined) output.KeyCount = wholeNumber(count)
  if (truncated !== undefined) output.IsTruncated = truthOf(truncated)
  if (token !== undefined) output.NextContinuationToken = token
  if (encoding === 'url') output.EncodingType = encoding
  else if (encoding !== undefined && encoding !== '') throw new NotPlain()
  return output
}

function once<T>(before: T | undefined, now: T): T {
  if (before !== undefined) throw new NotPlain()
  return now
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new NotPlain()
  return Number(text)
}

function truthOf(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new NotPlain()
  return text === 'true'
}

function instant(text: string): Date {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) throw new NotPlain()
  return new Date(text)
}

function unescaped(raw: string): string {
  return raw.includes('&') ? raw.replaceAll(/&([^;&]{0,10})(;?)/g, (_all, name: string, end: string) => (end === '' ? notPlain() : entity(name))) : raw
}

function entity(name: string): string {
  const plain = plainEntities.get(name)
  if (plain !== undefined) return plain
  const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name)
  if (number === null) return notPlain()
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16)
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? notPlain() : String.fromCodePoint(code)
}

const plainEntities = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"]])

function notPlain(): never {
  throw new NotPlain()
}
