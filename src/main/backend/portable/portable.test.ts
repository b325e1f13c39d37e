import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generate } from '../../../../scripts/seed/generate'
import type { RunKey } from '@shared/model/run'
import type { ReadDatabase } from '../database/connection'
import { exportRuns, previewExport } from './exportRuns'
import { openFile } from './openFile'
import { callOn, exportOf, filled, nowUs, partsOf, reading, signal, TestFolders } from './testWorkspace'

const folders = new TestFolders()
const source = folders.path('source')
const every = process.env['CI'] === 'true' || process.env['BURR_LONG'] !== undefined ? 1 : 6
let runs: RunKey[] = []

beforeAll(async () => {
  runs = await filled(source, partsOf(generate({ seed: 'portable', runs: 36, nowUs, days: 20, strays: false })))
}, 60_000)
afterAll(() => folders.remove())

/** Everything the panes of a run are drawn from, as text. */
function panes(db: ReadDatabase, run: RunKey): string {
  const detail = callOn(db, 'runs.get', run)
  const steps = detail.steps.map((step) => callOn(db, 'steps.get', { run, step: { build: step.build, sequenceId: step.sequenceId, attempt: step.attempt } }))
  const graph = detail.graphHash === null ? null : callOn(db, 'runs.graph', { hash: detail.graphHash })
  return JSON.stringify([detail, steps, callOn(db, 'steps.events', { run }), graph, callOn(db, 'annotations.list', { run })])
}

async function exported(request: Parameters<typeof exportOf>[0], from = source): Promise<string> {
  const path = folders.path('runs.burrsnapshot')
  await reading(from, (db) => exportRuns(db, exportOf(request), { path, replace: false }, { signal }))
  return path
}

describe('a file of runs', () => {
  it('opens with the same panes, the same words and the same bytes when it is exported again', async () => {
    const path = await exported({ runs })
    const folder = folders.path('opened')
    const facts = await openFile(path, folder, { signal })
    expect(facts).toMatchObject({ kind: 'snapshot', runs: runs.length, missing: 0, isRedacted: false })
    await reading(source, (before) =>
      reading(folder, (after) => {
        for (const run of runs.filter((_, at) => at % every === 0)) expect(panes(after, run)).toBe(panes(before, run))
        const found = (db: ReadDatabase): string[] => callOn(db, 'search.runs', { text: 'error', limit: 200 }).hits.map((hit) => JSON.stringify(hit)).toSorted()
        expect(found(before).length).toBeGreaterThan(0)
        expect(found(after)).toEqual(found(before))
      })
    )
    expect(readFileSync(await exported({ runs: runs.toReversed() }, folder)).equals(readFileSync(path))).toBe(true)
  })

  it('brings along what a run came from and what came from it, unless it is told not to', async () => {
    await reading(source, async (db) => {
      const details = runs.map((run) => callOn(db, 'runs.get', run))
      const child = details.find(({ parents }) => parents.some(({ run }) => run !== null))
      const parent = details.find(({ children }) => children.length > 0)
      if (child === undefined || parent === undefined) throw new Error('the seed has no families')
      const sizes = async ({ project, partitionKey, appId }: RunKey, more: object): Promise<number[]> => {
        const preview = await previewExport(db, exportOf({ runs: [{ project, partitionKey, appId }], ...more }), { signal })
        return [preview.runs, preview.parents, preview.children]
      }
      const [all, parents] = await sizes(child.run, { withChildren: false })
      expect(parents).toBeGreaterThan(0)
      expect(all).toBe(1 + (parents ?? 0))
      expect(await sizes(child.run, { withChildren: false, withParents: false })).toEqual([1, 0, 0])
      expect((await sizes(parent.run, { withParents: false }))[2]).toBeGreaterThan(0)
    })
  })

  it('is as long as its preview says', async () => {
    const request = { runs: runs.slice(0, 10), redaction: exportOf({ redaction: {} as never }).redaction }
    const preview = await reading(source, (db) => previewExport(db, exportOf(request), { signal }))
    const path = await exported(request)
    // A note is not known to the preview; without one both are the same.
    expect(readFileSync(path).length).toBe(preview.sizeBytes)
  })

  it('takes all of a filtered list', async () => {
    const project = runs.find(({ project: name }) => name === 'support-bot')?.project ?? ''
    const list = { project, filter: '', includeNeverStepped: true }
    const preview = await reading(source, (db) => previewExport(db, exportOf({ list: list as never, withChildren: false, withParents: false }), { signal }))
    expect(preview.runs).toBe(runs.filter((run) => run.project === project).length)
  })

  it('that is cut off, changed or longer than it says is refused and said to be damaged', async () => {
    const path = await exported({ runs: runs.slice(0, 3) })
    const bytes = readFileSync(path)
    const flips = every === 1 ? 400 : 10
    const cases = [
      bytes.subarray(0, 5), bytes.subarray(0, 10), bytes.subarray(0, bytes.length - 1), Buffer.concat([bytes, Buffer.from('x')]), Buffer.concat([bytes, bytes]),
      ...Array.from({ length: flips }, (_, i) => {
        const changed = Buffer.from(bytes)
        const at = 10 + Math.floor((i / flips) * (bytes.length - 10))
        changed[at] = (changed[at] ?? 0) ^ (1 << (i % 8))
        return changed
      })
    ]
    for (const [i, changed] of cases.entries()) {
      const broken = folders.path('broken.burrsnapshot')
      writeFileSync(broken, changed)
      await expect(openFile(broken, folders.path('none'), { signal, withWords: false }), `case ${i}`).rejects.toMatchObject({ name: 'AppError' })
    }
  }, 60_000)

  it('is not written over another one, and nothing is left when it is stopped', async () => {
    const path = await exported({ runs: runs.slice(0, 2) })
    await reading(source, async (db) => {
      const request = exportOf({ runs: runs.slice(0, 2) })
      await expect(exportRuns(db, request, { path, replace: false }, { signal })).rejects.toMatchObject({ code: 'invalid-input' })
      await expect(exportRuns(db, exportOf({ runs: [{ project: 'no', partitionKey: null, appId: 'no' }] }), { path, replace: true }, { signal })).rejects.toMatchObject({ code: 'not-found' })
      await expect(exportRuns(db, exportOf({}), { path, replace: true }, { signal })).rejects.toMatchObject({ code: 'invalid-input' })
      const stop = new AbortController()
      const inside = folders.path('folder')
      mkdirSync(inside)
      const stopped = exportRuns(db, exportOf({ runs }), { path: join(inside, 'x.burrsnapshot'), replace: true }, { signal: stop.signal, onProgress: (done) => { if (done === 5) stop.abort() } })
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
      expect(readdirSync(inside)).toEqual([])
      const gone = exportRuns(db, request, { path: join(inside, 'no', 'x.burrsnapshot'), replace: true }, { signal })
      await expect(gone).rejects.toMatchObject({ code: 'access-denied' })
    })
  })
})
