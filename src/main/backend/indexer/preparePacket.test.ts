import { describe, expect, it } from 'vitest'
import { prepareObject } from './ingestObject'
import type { FetchedObject } from './ingestObject'
import { testObject, testRun } from './ingestTestRun'
import { answerPrepare, packFetched, unpackPrepared } from './preparePacket'

function throughThePacket(objects: readonly FetchedObject[]): ReturnType<typeof unpackPrepared> {
  const request = structuredClone(packFetched(1, objects))
  return unpackPrepared(structuredClone(answerPrepare(request)), objects)
}

/** Buffers and plain byte arrays count as the same. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (part instanceof Uint8Array ? [...part] : isBufferJson(part) ? part.data : part)))
}

function isBufferJson(value: unknown): value is { readonly data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
}

describe('objects prepared in another thread', () => {
  it('come back as if they had been prepared here: logs, graphs, metadata, bad lines, strays and bodies that are none', () => {
    const run = testRun({ steps: 6, files: 3 })
    const key = run[0]?.listed.key ?? ''
    const odd = [
      testObject(key.replace(/[^/]+$/, 'aaaaaaaa-5eed-4a11-8bad-000000000001__log.jsonl'), 'no json\n{"type":"begin_entry"}\n'),
      testObject('data/demo/odd.txt', 'x'),
      testObject(key.replace(/[^/]+$/, 'graph.json'), '[]'),
      testObject(key.replace(/[^/]+$/, 'aaaaaaaa-5eed-4a11-8bad-000000000002__log.jsonl'), '')
    ]
    const objects = [...run, ...odd]
    const here = objects.map(prepareObject)
    expect(new Set(here.map(({ outcome }) => outcome))).toEqual(new Set(['read', 'ignored', 'failed']))
    expect(plain(throughThePacket(objects))).toEqual(plain(here))
  })
})
