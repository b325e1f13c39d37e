import { calendarUs, digitsAt } from './clock'

/** What an object is, by its file name. */
export type ObjectKind = 'graph' | 'metadata' | 'log'

/** A key of Burr's layout. */
export interface BurrKey {
  readonly kind: ObjectKind
  readonly project: string
  /** Everything up to and including the hour, with a slash at the end: what to list to find this hour again. */
  readonly hourPrefix: string
  /** When the writer began to write the object, by its clock: UTC microseconds. */
  readonly timeUs: number
  /** Partition key and app id as they stand in the key; names the run even when they cannot be told apart. */
  readonly rest: string
  readonly file: string
  /** `null` for no partition, and as long as the key is ambiguous. */
  readonly partitionKey: string | null
  /** The app id; all of {@link rest} as long as the key is ambiguous. */
  readonly appId: string
  /** Whether more than one slash stands in {@link rest}: only a metadata body tells what is what, see {@link settleRest}. */
  readonly isAmbiguous: boolean
}

/** Why a key is not one of Burr's. */
export type StrayReason =
  | 'outside-data'
  | 'directory-marker'
  | 'no-time-segments'
  | 'impossible-time'
  | 'unknown-file'
  | 'no-app-id'

/** A key that is counted and shown, and otherwise ignored. */
export interface StrayKey {
  readonly kind: 'stray'
  readonly reason: StrayReason
}

/** What Burr writes in the place of a missing partition key. */
export const noPartition = '__none__'

// Anchored on the five time segments: a project, a partition key and an app id may all hold slashes.
const layout = /^data\/(.+?)\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/(\d{2}:\d{2}(?:\.\d{6})?)\/(.*)$/s
const logFile = /^[0-9a-f-]{36}__log\.jsonl$/

function stray(reason: StrayReason): StrayKey {
  return { kind: 'stray', reason }
}

function kindOf(file: string): ObjectKind | null {
  if (file === 'graph.json') return 'graph'
  if (file === 'metadata.json') return 'metadata'
  return logFile.test(file) ? 'log' : null
}

/** Takes an object's key apart; any text is answered, none throws. */
export function parseKey(key: string): BurrKey | StrayKey {
  if (!key.startsWith('data/')) return stray('outside-data')
  const match = layout.exec(key)
  if (match === null) return stray(key.endsWith('/') ? 'directory-marker' : 'no-time-segments')
  const [, project = '', year = '', month = '', day = '', hour = '', clock = '', tail = ''] = match
  const timeUs = calendarUs({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: digitsAt(clock, 0, 2),
    second: digitsAt(clock, 3, 2),
    micros: clock.length === 5 ? 0 : digitsAt(clock, 6, 6)
  })
  if (timeUs === null) return stray('impossible-time')
  const cut = tail.lastIndexOf('/')
  const file = tail.slice(cut + 1)
  if (file === '') return stray('directory-marker')
  const kind = kindOf(file)
  if (kind === null) return stray('unknown-file')
  const hourPrefix = `data/${project}/${year}/${month}/${day}/${hour}/`
  const names = splitRest(tail.slice(0, Math.max(cut, 0)))
  return names === null ? stray('no-app-id') : { kind, project, hourPrefix, timeUs, file, ...names }
}

type RunNames = Pick<BurrKey, 'rest' | 'partitionKey' | 'appId' | 'isAmbiguous'>

function splitRest(rest: string): RunNames | null {
  const cut = rest.indexOf('/')
  if (cut <= 0 || cut === rest.length - 1) return null
  if (rest.includes('/', cut + 1)) return { rest, partitionKey: null, appId: rest, isAmbiguous: true }
  return { rest, partitionKey: plainPartition(rest.slice(0, cut)), appId: rest.slice(cut + 1), isAmbiguous: false }
}

/** `null` for each of the three ways in which Burr says "no partition": null, an empty text and the placeholder. */
export function plainPartition(partitionKey: string | null): string | null {
  return partitionKey === '' || partitionKey === noPartition ? null : partitionKey
}

/** Splits an ambiguous rest with the partition key of a metadata body beside it; `null` when that body does not fit. */
export function settleRest(
  rest: string,
  partitionFromBody: string | null
): { readonly partitionKey: string | null; readonly appId: string } | null {
  const partitionKey = plainPartition(partitionFromBody)
  const prefix = `${partitionKey ?? noPartition}/`
  if (!rest.startsWith(prefix) || rest.length === prefix.length) return null
  return { partitionKey, appId: rest.slice(prefix.length) }
}

/** The key Burr writes for such an object: `parseKey` gives these parts back. */
export function renderKey(parts: Pick<BurrKey, 'project' | 'timeUs' | 'rest' | 'file'>): string {
  const iso = new Date(Math.floor(parts.timeUs / 1000)).toISOString()
  const micros = ((parts.timeUs % 1_000_000) + 1_000_000) % 1_000_000
  const clock = iso.slice(14, 19) + (micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`)
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-')
  return `data/${parts.project}/${year}/${month}/${day}/${iso.slice(11, 13)}/${clock}/${parts.rest}/${parts.file}`
}

const aboveBasics = /[\ud800-\uffff]/

/** Order of keys in a listing: by UTF-8 bytes. JavaScript's own order differs where emoji meet U+E000 to U+FFFF. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  // The native comparison is right, and several times faster, for nearly every key.
  if (aboveBasics.test(a) && aboveBasics.test(b)) return compareUnits(a, b)
  return a < b ? -1 : 1
}

function compareUnits(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return byteRank(left) - byteRank(right)
  }
  return a.length - b.length
}

// Surrogates stand for code points above U+FFFF, so they rank behind U+E000 to U+FFFF.
function byteRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
