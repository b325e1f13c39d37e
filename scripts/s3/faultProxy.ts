import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** What the proxy does to connections made from now on; offsets count the bytes that flow to the client. */
export interface ProxyFault {
  /** Waits before each piece in both directions. */
  readonly latencyMs?: number
  /** Bytes a second to the client. */
  readonly bytesPerSecond?: number
  readonly resetAfterBytes?: number
  /** Then nothing more comes, and the connection stays open. */
  readonly stallAfterBytes?: number
  /** Ends the client's half after so many bytes, in good order. */
  readonly endAfterBytes?: number
  readonly corruptByte?: number
  /** Takes everything and answers nothing. */
  readonly blackhole?: boolean
  /** Refuses connections. */
  readonly down?: boolean
}

/** A TCP proxy on 127.0.0.1 that spoils what flows from a server to its clients. */
export class FaultProxy {
  /** The fault for the connections to come; `{}` for none. */
  fault: ProxyFault = {}
  connections = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(readonly targetPort: number) {
    this.#server = createServer((client) => this.#join(client))
  }

  /** Starts a proxy in front of a port of 127.0.0.1. */
  static async start(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(0, '127.0.0.1', resolve)
    })
    return proxy
  }

  /** `http://127.0.0.1:port` of the proxy. */
  get endpointUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Cuts the connections that are open now. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Cuts all connections and stops listening. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #join(client: Socket): void {
    this.connections++
    this.#track(client)
    const { fault } = this
    if (fault.down === true) {
      client.resetAndDestroy()
      return
    }
    if (fault.blackhole === true) {
      client.resume()
      return
    }
    const server = connect(this.targetPort, '127.0.0.1')
    this.#track(server)
    server.on('error', () => client.destroy())
    client.on('close', () => server.destroy())
    client.pipe(delayed(fault.latencyMs ?? 0)).pipe(server)
    const spoiler = new Spoiler(fault, client)
    spoiler.on('end', () => fault.stallAfterBytes === undefined && client.end())
    server.pipe(delayed(fault.latencyMs ?? 0, fault.bytesPerSecond)).pipe(spoiler).pipe(client, { end: false })
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }
}

function delayed(latencyMs: number, bytesPerSecond = Number.POSITIVE_INFINITY): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const ms = latencyMs + (chunk.length / bytesPerSecond) * 1000
      if (ms <= 0) done(null, chunk)
      else setTimeout(() => done(null, chunk), ms)
    }
  })
}

class Spoiler extends Transform {
  #passed = 0
  #over = false

  constructor(
    readonly fault: ProxyFault,
    readonly client: Socket
  ) {
    super()
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    if (this.#over) {
      done(null)
      return
    }
    const start = this.#passed
    this.#passed += chunk.length
    const { corruptByte, resetAfterBytes, stallAfterBytes, endAfterBytes } = this.fault
    if (corruptByte !== undefined && corruptByte >= start && corruptByte < this.#passed) chunk[corruptByte - start] = (chunk[corruptByte - start] ?? 0) ^ 0xff
    const limit = Math.min(resetAfterBytes ?? Infinity, stallAfterBytes ?? Infinity, endAfterBytes ?? Infinity)
    if (this.#passed < limit) {
      done(null, chunk)
      return
    }
    this.#over = true
    done(null, chunk.subarray(0, limit - start))
    if (limit === resetAfterBytes) setTimeout(() => this.client.resetAndDestroy(), 10)
    else if (limit === endAfterBytes) setTimeout(() => this.client.end(), 10)
  }
}
