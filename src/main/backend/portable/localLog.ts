import { createReadStream, lstatSync } from 'node:fs'
import { parseLogTime } from '../burr/clock'
import type { LogTime } from '../burr/clock'

/** A log of the local tracker, read a piece at a time. */
export interface LocalLog {
  /** UTC instant of its first entry in microseconds; `null` = none has a time. */
  readonly firstUs: number | null
  /** The lines as they are, in pieces as Burr's S3 client would have flushed them, each with the instant of its last entry. */
  pieces(): AsyncGenerator<{ readonly bytes: Uint8Array; readonly timeUs: number }, void, undefined>
}

const linesAtOnce = 10_000
const bytesAtOnce = 8 * 1024 ** 2
const quarterUs = 15 * 60_000_000
const lineFeed = 0x0a
const times = /"(?:start_time|end_time|time_logged|stream_init_time|first_item_time)"\s*:\s*"([^"]{19,40})"/

/** Looks through a log for its times. The writer's offset from UTC is told by when the file was last written, else this computer's is taken. */
export async function readLocalLog(path: string): Promise<LocalLog> {
  let first: LogTime | null = null
  let lastNaive: LogTime | null = null
  for await (const { bytes } of linesOf(path)) {
    for (const time of timesIn(bytes)) {
      first ??= time
      if (!time.isUtc) lastNaive = time
    }
  }
  const offset = offsetFrom(lastNaive, Math.floor(lstatSync(path).mtimeMs) * 1000)
  const utc = (time: LogTime): number => (time.isUtc ? time.us : time.us - offset(time.us))
  const fallbackUs = Math.floor(lstatSync(path).mtimeMs) * 1000
  return {
    firstUs: first === null ? null : utc(first),
    async *pieces() {
      let lastUs = first === null ? fallbackUs : utc(first)
      for await (const { bytes } of linesOf(path)) {
        const last = timesIn(bytes).at(-1)
        if (last !== undefined) lastUs = Math.max(lastUs + 1, utc(last))
        yield { bytes, timeUs: lastUs }
      }
    }
  }
}

function timesIn(bytes: Uint8Array): LogTime[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8').split('\n').flatMap((line) => {
    const match = times.exec(line)
    return (match?.[1] === undefined ? null : parseLogTime(match[1])) ?? []
  })
}

/** Local minus UTC in microseconds, for a local time. */
function offsetFrom(last: LogTime | null, writtenUs: number): (us: number) => number {
  if (last !== null) {
    const behindUs = Math.round((writtenUs - last.us) / quarterUs) * quarterUs
    const lagUs = writtenUs - last.us - behindUs
    // A file that was copied is younger than what is in it, by no round number of quarters.
    if (lagUs > -2_000_000 && lagUs < 60_000_000 && Math.abs(behindUs) <= 14 * 4 * quarterUs) return () => 0 - behindUs
  }
  return (us) => {
    const naive = new Date(us / 1000)
    const here = new Date(naive.getUTCFullYear(), naive.getUTCMonth(), naive.getUTCDate(), naive.getUTCHours(), naive.getUTCMinutes())
    return -here.getTimezoneOffset() * 60_000_000
  }
}

async function* linesOf(path: string): AsyncGenerator<{ readonly bytes: Uint8Array }, void, undefined> {
  let parts: Buffer[] = []
  let size = 0
  let lines = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      lines++
      size += end + 1 - start
      parts.push(chunk.subarray(start, end + 1))
      start = end + 1
      if (lines < linesAtOnce && size < bytesAtOnce) continue
      yield { bytes: Buffer.concat(parts) }
      ;[parts, size, lines] = [[], 0, 0]
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
    size += chunk.length - start
  }
  const rest = Buffer.concat(parts)
  if (rest.length > 0) yield { bytes: rest }
}
