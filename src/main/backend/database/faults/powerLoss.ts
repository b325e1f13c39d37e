/** One thing the traced program did, as a disk sees it. */
export type DiskEvent =
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'truncate'; readonly file: string; readonly length: number }
  | { readonly kind: 'remove'; readonly file: string }
  /** A line on standard output: a promise. */
  | { readonly kind: 'said'; readonly line: string }

const call = /^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)/s
const onFile = /^\d+<([^>]*)>/

/** Reads what `strace -f -y -xx` wrote; calls that strace cut in two are put together again. */
export function readTrace(text: string, folder: string): DiskEvent[] {
  const events: DiskEvent[] = []
  for (const line of wholeCalls(text)) {
    const found = call.exec(line)
    if (found === null) continue
    const [, name = '', parts = '', result = ''] = found
    if (Number(result) < 0) continue
    const file = plain(onFile.exec(parts)?.[1] ?? '')
    const isOurs = file.startsWith(`${folder}/`) && !file.endsWith('-shm') && !file.includes('instance.lock')
    if (name === 'write' && parts.startsWith('1<')) {
      const written = bytesIn(parts).toString('utf8')
      for (const said of written.split('\n').filter((each) => each !== '')) events.push({ kind: 'said', line: said })
    } else if (name === 'pwrite64' && isOurs) {
      const offset = Number(/, (\d+)$/.exec(parts)?.[1])
      events.push({ kind: 'write', file, offset, bytes: bytesIn(parts) })
    } else if ((name === 'fsync' || name === 'fdatasync') && isOurs) events.push({ kind: 'sync', file })
    else if (name === 'ftruncate' && isOurs) events.push({ kind: 'truncate', file, length: Number(/, (\d+)$/.exec(parts)?.[1]) })
    else if (name === 'unlink') {
      const removed = bytesIn(parts).toString('utf8')
      if (removed.startsWith(`${folder}/`)) events.push({ kind: 'remove', file: removed })
    }
  }
  return events
}

function* wholeCalls(text: string): Generator<string> {
  const open = new Map<string, string>()
  for (const line of text.split('\n')) {
    const process = /^\d+/.exec(line)?.[0] ?? ''
    if (line.endsWith('<unfinished ...>')) open.set(process, line.slice(0, -'<unfinished ...>'.length).trimEnd())
    else if (/^\d+ +<\.\.\. \w+ resumed>/.test(line)) {
      yield (open.get(process) ?? '') + line.replace(/^\d+ +<\.\.\. \w+ resumed>/, '')
      open.delete(process)
    } else yield line
  }
}

// With -xx strace writes names and bytes alike as \x2f.
function plain(text: string): string {
  return text.includes('\\x') ? hexBytes(text).toString('utf8') : text
}

function bytesIn(parts: string): Buffer {
  const start = parts.indexOf('"')
  return hexBytes(parts.slice(start + 1, parts.lastIndexOf('"')))
}

function hexBytes(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex')
}

const sector = 512

/** A disk that keeps what was synced; of the rest anything may be there or not, and a write may be torn between two sectors. */
export class PowerlessDisk {
  readonly #durable = new Map<string, Buffer>()
  readonly #pending = new Map<string, Exclude<DiskEvent, { kind: 'said' | 'sync' }>[]>()

  take(event: DiskEvent): void {
    if (event.kind === 'said') return
    if (event.kind !== 'sync') {
      this.#pending.set(event.file, [...(this.#pending.get(event.file) ?? []), event])
      return
    }
    for (const [file, events] of this.#pending) {
      // File systems with a journal write names that went with the next sync of anything.
      const isGone = events.some(({ kind }) => kind === 'remove')
      if (file !== event.file && !isGone) continue
      for (const each of events) this.#apply(this.#durable, each)
      this.#pending.delete(file)
    }
  }

  /** The files after the power went away now; `random` gives numbers from 0 to 1. */
  afterLoss(random: () => number): Map<string, Buffer> {
    const files = new Map(this.#durable)
    const mode = random()
    for (const events of this.#pending.values()) {
      const kept = mode < 0.3 ? 0 : mode < 0.5 ? events.length : Math.floor(random() * (events.length + 1))
      for (const [place, event] of events.entries()) {
        const isKept = mode < 0.8 ? place < kept : random() < 0.5
        if (isKept) this.#apply(files, event)
        else if (place === kept && event.kind === 'write' && random() < 0.5) {
          const length = Math.floor((random() * event.bytes.length) / sector) * sector
          this.#apply(files, { ...event, bytes: event.bytes.subarray(0, length) })
        }
      }
    }
    return files
  }

  #apply(files: Map<string, Buffer>, event: Exclude<DiskEvent, { kind: 'said' | 'sync' }>): void {
    if (event.kind === 'remove') {
      files.delete(event.file)
      return
    }
    const before = files.get(event.file) ?? Buffer.alloc(0)
    if (event.kind === 'truncate') {
      const after = Buffer.alloc(event.length)
      before.copy(after, 0, 0, event.length)
      files.set(event.file, after)
      return
    }
    const end = event.offset + event.bytes.length
    const after = Buffer.alloc(Math.max(before.length, end))
    before.copy(after)
    event.bytes.copy(after, event.offset)
    files.set(event.file, after)
  }
}
