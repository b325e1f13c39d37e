import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { testWorkspace } from '../../handlers/testWorkspace'
import { ingest } from '../../indexer/ingest'
import { testKey, testObject, testStartUs } from '../../indexer/ingestTestRun'
import { keepLogsShort, logBytes, longestLogBytes } from '../logRoom'
import { isLong } from './builtChild'

const pinnedMs = isLong ? 60_000 : 8000
const batchBytes = 4 * 1024 * 1024

describe('a reader that does not end', () => {
  it(`F-DB-12 lets the log grow to 64 MB and one batch, for ${pinnedMs / 1000} s, and it shrinks afterwards`, () => {
    const workspace = testWorkspace()
    const { writer, reader } = workspace
    writer.content.pragma('busy_timeout = 500')
    reader.content.exec('BEGIN')
    reader.content.prepare('SELECT count(*) FROM body').get()
    const end = Date.now() + pinnedMs
    let [longest, batches, refused, name] = [0, 0, 0, 0]
    const write = (): void => {
      const objects = Array.from({ length: 4 }, () => {
        const uuid = `00000000-0000-4000-8000-${String(name++).padStart(12, '0')}`
        const line = JSON.stringify({ type: 'begin_entry', start_time: '2026-11-22T13:00:00', action: 'a', inputs: { q: randomBytes(batchBytes / 6).toString('base64') }, sequence_id: 0 })
        return testObject(testKey({ appId: `app-${name}` }, testStartUs, `${uuid}__log.jsonl`), line)
      })
      // As the store of the indexing thread does before each batch.
      keepLogsShort(writer)
      ingest(writer, { objects, setAside: [] })
    }
    while (Date.now() < end || batches + refused < 20) {
      try {
        write()
        batches++
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'index-busy') throw error
        refused++
      }
      longest = Math.max(longest, logBytes(writer.content))
    }
    expect(longest).toBeGreaterThan(longestLogBytes)
    expect(longest).toBeLessThanOrEqual(longestLogBytes + 2 * batchBytes)
    expect(refused).toBeGreaterThan(0)
    reader.content.exec('COMMIT')
    keepLogsShort(writer)
    expect(logBytes(writer.content)).toBe(0)
    write()
    console.log(`F-DB-12 ${batches} batches written, ${refused} held back, longest log ${(longest / 1024 / 1024).toFixed(1)} MB, 0 after the reader ended`)
    workspace.close()
  }, pinnedMs + 120_000)
})
