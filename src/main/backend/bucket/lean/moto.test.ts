import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bucket } from '../bucket'
import { lanes, openLane, patient, testKeys } from './lanes'

const isThere = spawnSync('moto_server', ['--help'], { timeout: 20_000 }).status === 0
if (!isThere) console.log('moto_server is not installed: the lanes are not tried against it.')

const bucketName = 'test-bucket'
const oddKeys = ['data/10:20:30.000001/x', 'data/a b+c%20', 'data/a#b&c=d', 'data/ü', 'data/😀']
const many = Array.from({ length: 1200 }, (_none, n) => `data/many/${String(n).padStart(5, '0')}`)

describe.skipIf(!isThere)('against moto_server', () => {
  let server: ChildProcess
  let endpointUrl: string

  beforeAll(async () => {
    const port = await freePort()
    endpointUrl = `http://127.0.0.1:${String(port)}`
    server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    while (!(await answers(port))) await sleep(100)
    const client = new S3Client({ endpoint: endpointUrl, region: 'us-east-1', forcePathStyle: true, credentials: testKeys })
    await client.send(new CreateBucketCommand({ Bucket: bucketName }))
    for (const key of oddKeys) await client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: `body of ${key}`, Metadata: { a: '1' } }))
    for (let at = 0; at < many.length; at += 50) {
      await Promise.all(many.slice(at, at + 50).map((key) => client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: 'x' }))))
    }
    client.destroy()
  }, 60_000)

  afterAll(() => { server.kill() })

  it.each(lanes)('both lanes read the same: %s', async (lane) => {
    const bucket = openLane({ lane, endpointUrl, bucket: bucketName, timeouts: patient })
    expect(await keysOf(bucket, 'data/many/')).toEqual(many)
    expect((await keysOf(bucket, 'data/')).length).toBe(many.length + oddKeys.length)
    for (const key of oddKeys) {
      const got = await bucket.get(key)
      expect(Buffer.from(got.bytes).toString()).toBe(`body of ${key}`)
      expect(got.metadata).toEqual({ a: '1' })
    }
    expect(bucket.requestCounts()).toMatchObject({ get: oddKeys.length, list: 4 })
    await expect(bucket.get('data/none')).rejects.toMatchObject({ reason: 'not-found' })
    bucket.close()
  })
})

async function keysOf(bucket: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = []
  let continuationToken: string | undefined
  do {
    const page = await bucket.listPage({ prefix, continuationToken })
    keys.push(...page.objects.map((object) => object.key))
    continuationToken = page.nextContinuationToken
  } while (continuationToken !== undefined)
  return keys
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => { resolve(port) })
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => { socket.destroy(); resolve(true) })
    socket.once('error', () => { resolve(false) })
  })
}
