import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { Bodies } from './bodies'
import { Dataset } from './dataset'
import type { DatasetOptions } from './dataset'
import { listingOf } from './listing'

/** What the bench tells a stub when it starts it. */
export interface StubOptions extends DatasetOptions {
  /** Wait before each answer. */
  readonly latencyMs: number
  /** Port to listen at; 0 = any. */
  readonly port: number
}

/** What a stub has done since it was last asked. */
export interface StubCounts {
  readonly list: number
  readonly get: number
  readonly other: number
  readonly cpuUs: number
}

const options = JSON.parse(process.argv[2] ?? '{}') as StubOptions
const dataset = new Dataset(options)
const bodies = new Bodies(options.filesPerRun)
const pages = new Map<string, Buffer>()
const notFound = Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nContent-Length: 44\r\n\r\n<Error><Code>NoSuchKey</Code></Error>       ')
let counts = { list: 0, get: 0, other: 0 }
let cpu = process.cpuUsage()
let answered = 0

function answerTo(target: string): Buffer {
  if (target === '/answered') return Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${String(String(answered).length)}\r\n\r\n${String(answered)}`)
  answered += 1
  const cut = target.indexOf('?')
  if (cut >= 0 && target.includes('list-type=2')) {
    counts.list += 1
    return pageOf(target.slice(cut + 1))
  }
  const path = cut < 0 ? target : target.slice(0, cut)
  const place = dataset.find(path)
  if (place === null) {
    counts.other += 1
    return notFound
  }
  counts.get += 1
  return bodies.answerOf(place)
}

function pageOf(query: string): Buffer {
  let page = pages.get(query)
  if (page === undefined) {
    page = Buffer.from(listingOf(dataset, bodies, new URLSearchParams(query)))
    if (pages.size < 64) pages.set(query, page)
  }
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: ${String(page.length)}\r\nDate: ${new Date().toUTCString()}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), page])
}

function serve(socket: Socket): void {
  let rest: Buffer | null = null
  socket.setNoDelay(true)
  socket.on('error', () => { socket.destroy() })
  socket.on('data', (chunk: Buffer) => {
    const bytes: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    for (let end = bytes.indexOf('\r\n\r\n'); end >= 0; end = bytes.indexOf('\r\n\r\n', at)) {
      // "GET /path HTTP/1.1": everything else of the request is of no interest here.
      const answer = answerTo(bytes.toString('latin1', at + 4, bytes.indexOf(' HTTP/', at)))
      if (options.latencyMs > 0) setTimeout(() => { socket.write(answer) }, options.latencyMs)
      else socket.write(answer)
      at = end + 4
    }
    rest = at === bytes.length ? null : bytes.subarray(at)
  })
}

const server = createServer(serve)
server.listen(options.port, '127.0.0.1', () => { process.send?.({ port: (server.address() as AddressInfo).port }) })
process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu)
  const sum: StubCounts = { ...counts, cpuUs: user + system }
  counts = { list: 0, get: 0, other: 0 }
  cpu = process.cpuUsage()
  process.send?.({ counts: sum })
})
process.on('disconnect', () => { process.exit(0) })
