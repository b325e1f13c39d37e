import { parseArgs } from 'node:util'
import { startEmbeddedS3 } from '../s3/embeddedS3'
import { generate } from './generate'
import { runLive } from './live'
import type { SeedObject } from './tracker'

// Runs as a child of demoServer.mjs: one line of JSON on standard output when the bucket is filled, and an end when the parent ends.
const { values } = parseArgs({
  options: {
    bucket: { type: 'string', default: 'burr-demo' },
    runs: { type: 'string', default: '400' },
    seed: { type: 'string', default: 'burr' },
    port: { type: 'string', default: '0' },
    live: { type: 'boolean', default: false }
  }
})

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
// The parent holds the other end; when it dies, however it dies, this one closes.
process.stdin.on('close', () => stop.abort()).on('error', () => stop.abort()).resume()

const server = await startEmbeddedS3({ bucket: values.bucket, port: Number(values.port) })
const unfinished: SeedObject[] = []
const runs = Number(values.runs)
let objects = 0
for (const { key, body, metadata } of generate({ seed: values.seed, runs, nowUs: Date.now() * 1000, onLater: (object) => unfinished.push(object) })) {
  server.put(key, body, metadata)
  objects++
}
process.stdout.write(`${JSON.stringify({ endpointUrl: server.endpointUrl, bucket: server.bucket, runs, objects })}\n`)

if (values.live) {
  await runLive({ put: async ({ key, body, metadata }) => server.put(key, body, metadata), seed: values.seed, unfinished, signal: stop.signal })
} else if (!stop.signal.aborted) {
  await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }))
}
await server.stop()
process.exit(0)
