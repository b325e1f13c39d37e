import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleParts } from '../../../../scripts/sample/parts'
import { readBucket } from '../../../../scripts/seed/readBucket'
import { census } from '../../../../scripts/seed/census'
import { readAllRunKeys } from '../database/portableReads'
import { openFile } from './openFile'
import type { OpenedFacts } from './openFile'
import { readPortableFile } from './readFile'
import { callOn, reading, signal, TestFolders } from './testWorkspace'

const file = fileURLToPath(new URL('../../../../resources/sample.burrsnapshot', import.meta.url))
const folders = new TestFolders()
const opened = folders.path('opened')
let facts: OpenedFacts

beforeAll(async () => {
  facts = await openFile(file, opened, { signal, withWords: false })
})
afterAll(() => folders.remove())

describe('the sample', () => {
  it('is small, and what the script makes of the generator today', async () => {
    const inFile: string[] = []
    for await (const part of readPortableFile(file, { signal })) if ('key' in part) inFile.push(`${part.key} ${part.modifiedUs} ${part.tracker ?? ''} ${Buffer.from(part.bytes).toString('latin1')}`)
    const made = sampleParts().objects.map(({ key, body, metadata, timeUs }) => `${key} ${timeUs} ${metadata['tracker_id'] ?? ''} ${Buffer.from(body).toString('latin1')}`)
    expect(inFile.length).toBe(made.length)
    expect(inFile.every((object, at) => object === made[at]), 'run npm run sample').toBe(true)
    expect(readFileSync(file).length).toBeLessThan(1024 ** 2)
  })

  it('opens at a failing step of a run, with a note and an annotation on it', async () => {
    expect(facts).toMatchObject({ annotations: 1, missing: 0, projects: 9 })
    const { focus } = facts
    if (focus?.step == null) throw new Error('the sample opens nowhere')
    const { run, step } = focus
    await reading(opened, (db) => {
      const detail = callOn(db, 'steps.get', { run, step })
      expect(JSON.stringify(detail)).toContain('direct cause')
      expect(callOn(db, 'annotations.list', { run }).total).toBe(1)
      expect(callOn(db, 'runs.get', run).run.offline).toBe('complete')
    })
  })

  it('shows everything: forks, sub-runs, attempts, exceptions, streams, tokens, spans over files and time zones', async () => {
    const found = census(readBucket(sampleParts().objects))
    for (const what of ['failures', 'chained', 'streams', 'crossingSpans', 'neverStepped', 'oldNames', 'newNames', 'noPartition'] as const) expect(found[what], what).toBeGreaterThan(0)
    await reading(opened, (db) => {
      const runs = readAllRunKeys(db, 1000).map((run) => callOn(db, 'runs.get', run))
      const count = (has: (run: (typeof runs)[number]) => boolean): number => runs.filter(has).length
      expect(count(({ parents }) => parents.some(({ kind, run }) => kind === 'fork' && run !== null))).toBeGreaterThan(0)
      expect(count(({ children }) => children.some(({ kind }) => kind === 'spawn'))).toBeGreaterThan(0)
      expect(count(({ steps }) => steps.some(({ attempt }) => attempt > 0))).toBeGreaterThan(0)
      expect(count(({ run }) => run.promptTokens > 0)).toBeGreaterThan(0)
      expect(count(({ steps }) => steps.some(({ streamed }) => streamed))).toBeGreaterThan(0)
      expect(new Set(runs.map(({ clock }) => clock?.offsetMinutes)).size).toBeGreaterThanOrEqual(3)
    })
  })
})
