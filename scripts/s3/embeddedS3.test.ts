import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { writeObjects } from '../seed/writer'
import { readCorpus } from './corpus'
import { startEmbeddedS3 } from './embeddedS3'
import { clientFor } from '../seed/endpoint'

const corpusPath = fileURLToPath(new URL('../../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))

describe('the embedded S3', () => {
  it('lists in byte order over pages, after writes and deletes, and gives bodies and metadata back', async () => {
    const server = await startEmbeddedS3({ bucket: 'demo', isOpenToAll: true })
    const client = clientFor({ bucket: 'demo', endpointUrl: server.endpointUrl, dummyKeys: true })
    try {
      const keys = ['data/Bot/1', 'data/a-b/1', 'data/a/1', 'data/a_b/1', 'data/bot/1', 'data/é/1']
      const more = Array.from({ length: 1500 }, (_, i) => `data/x/${String(i).padStart(4, '0')}`)
      for (const key of more.toReversed()) server.put(key, key)
      const objects = keys.toReversed().map((key, i) => ({ key, body: key, metadata: { tracker_id: 'me' }, timeUs: i }))
      expect(await writeObjects(client, objects, { bucket: 'demo', concurrency: 8 })).toMatchObject({ objects: keys.length })
      const listed: string[] = []
      for await (const page of paginateListObjectsV2({ client }, { Bucket: 'demo', Prefix: 'data/' })) listed.push(...(page.Contents ?? []).map((object) => object.Key ?? ''))
      expect(listed).toEqual([...keys, ...more].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
      const got = await client.send(new GetObjectCommand({ Bucket: 'demo', Key: 'data/é/1' }))
      expect([await got.Body?.transformToString(), got.Metadata]).toEqual(['data/é/1', { tracker_id: 'me' }])
    } finally {
      client.destroy()
      await server.stop()
    }
  })

  it.skipIf(!existsSync(corpusPath))('takes the recorded bucket whole (skipped where it is absent)', async () => {
    const server = await startEmbeddedS3({ bucket: 'demo', isOpenToAll: true })
    const client = clientFor({ bucket: 'demo', endpointUrl: server.endpointUrl, dummyKeys: true })
    try {
      const corpus = readCorpus(corpusPath)
      await writeObjects(client, corpus, { bucket: 'demo' })
      let listed = 0
      for await (const page of paginateListObjectsV2({ client }, { Bucket: 'demo' })) listed += page.Contents?.length ?? 0
      expect(listed).toBe(corpus.length)
    } finally {
      client.destroy()
      await server.stop()
    }
  })
})
