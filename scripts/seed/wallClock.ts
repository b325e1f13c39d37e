/** A zone in which a writer's clock stands. */
export type Zone = 'America/New_York' | 'Asia/Kolkata' | 'Europe/Berlin' | 'UTC'

const HOUR_US = 3_600_000_000
const offsets = new Map<string, number>()
const formats = new Map<Zone, Intl.DateTimeFormat>()

/** Microseconds by which the zone's clock is ahead of UTC at that instant (microseconds since 1970). */
export function zoneOffsetUs(zone: Zone, timeUs: number): number {
  if (zone === 'UTC') return 0
  const hour = Math.floor(timeUs / HOUR_US)
  const name = `${zone} ${hour}`
  const known = offsets.get(name)
  if (known !== undefined) return known
  if (offsets.size > 20_000) offsets.clear()
  const offset = computeOffsetUs(zone, hour * 3_600_000)
  offsets.set(name, offset)
  return offset
}

/** `2026-11-22T12:58:15.290239`: the writer's local time without a zone; no fraction when it is zero. */
export function localText(timeUs: number, zone: Zone): string {
  return isoText(timeUs + zoneOffsetUs(zone, timeUs))
}

/** `2026-11-22T17:58:15.290568Z`. */
export function utcText(timeUs: number): string {
  return `${isoText(timeUs)}Z`
}

/** `2026/11/22/17/58:15.278236`: the five time segments of a key. */
export function keyTime(timeUs: number): string {
  const text = isoText(timeUs)
  return `${text.slice(0, 4)}/${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(11, 13)}/${text.slice(14)}`
}

function isoText(timeUs: number): string {
  const seconds = Math.floor(timeUs / 1_000_000)
  const micros = timeUs - seconds * 1_000_000
  const text = new Date(seconds * 1000).toISOString().slice(0, 19)
  return micros === 0 ? text : `${text}.${String(micros).padStart(6, '0')}`
}

function computeOffsetUs(zone: Zone, timeMs: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const name = format.formatToParts(timeMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * 60_000_000
}
