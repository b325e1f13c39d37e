import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { prepareObject } from './ingestObject'
import { testObject, testRun } from './ingestTestRun'
import { Preparer } from './preparer'

const folder = mkdtempSync(join(tmpdir(), 'burr-prepare-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

const key = testRun()[0]?.listed.key.replace(/[^/]+$/, 'graph.json') ?? ''
/** More than is done in place. */
const large = testObject(key, `{"x":"${'y'.repeat(400_000)}"}`)

describe('the preparing thread', () => {
  it.each([
    ['ends in the middle of its work', `require('node:worker_threads').parentPort.on('message', () => process.exit(1))`],
    ['throws', `require('node:worker_threads').parentPort.on('message', () => { throw new Error('broken') })`],
    ['does not start', `this is no program`]
  ])('that %s loses nothing: the work is done by the asking thread', async (name, program) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.cjs`)
    writeFileSync(file, program)
    const preparer = new Preparer(file)
    for (let round = 0; round < 3; round += 1) {
      const prepared = await Promise.all([preparer.prepare([large]), preparer.prepare([large, large])])
      expect(prepared.flat()).toEqual([large, large, large].map(prepareObject))
    }
    preparer.close()
  })
})
