import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readWriteNotes } from '@shared/readWrite'
import { readCorpus } from '../../../../scripts/s3/corpus'
import { ingest } from '../indexer/ingest'
import { testObject } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'

const file = fileURLToPath(new URL('../../../../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))

const stepsEach = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1' ? 200 : 6

it.skipIf(!existsSync(file))('finds no fault with the steps that the real Burr logged', () => {
  const workspace = testWorkspace()
  const objects = readCorpus(file).map((object) => ({ ...testObject(object.key, object.body, object.timeUs), metadata: object.metadata ?? {} }))
  ingest(workspace.writer, { objects, setAside: [] })
  let checked = 0
  for (const { name: project } of workspace.call('projects.list', {})) {
    for (const row of workspace.call('runs.list', { project, limit: 500 }).runs) {
      const run = { project: row.project, partitionKey: row.partitionKey, appId: row.appId }
      const { steps, builds, graphHash } = workspace.call('runs.get', run)
      for (const step of steps.filter(({ sequenceId }) => sequenceId < stepsEach)) {
        const hash = builds[step.build]?.graphHash ?? graphHash
        const action = hash === null ? undefined : workspace.call('runs.graph', { hash }).actions.find(({ name }) => name === step.action)
        const key = { build: step.build, sequenceId: step.sequenceId, attempt: step.attempt }
        const notes = readWriteNotes(workspace.call('steps.get', { run, step: key }), action)
        expect([run.appId, step.sequenceId, notes]).toEqual([run.appId, step.sequenceId, { undeclared: [], unwritten: [], fromOutside: [] }])
        checked++
      }
    }
  }
  workspace.close()
  expect(checked).toBeGreaterThan(50)
})
