import { writeSync } from 'node:fs'
import { createAnnotation, deleteAnnotation } from './userAnnotations'
import { UserStore } from './userStore'

/** Writes annotations until it is killed, deletes every third, and says after each what is now promised. A backup is due every other write. */
function main(folder: string): void {
  let nowMs = Date.now()
  const store = new UserStore(folder, () => (nowMs += 1_800_000))
  for (let sequenceId = 0; ; sequenceId++) {
    const target = { run: { project: 'p', partitionKey: null, appId: 'a' }, step: { build: 0, sequenceId, attempt: 0 }, action: 'x', spanId: null, fieldPath: null }
    const observations = [{ thumbs: null, note: `note ${sequenceId} ${'x'.repeat(3000)}`, groundTruth: null, pointers: [] }]
    const { annotationId } = store.write((writer, nowUs) => createAnnotation(writer, { ...target, tags: [], observations }, nowUs))
    writeSync(1, `made ${annotationId}\n`)
    if (sequenceId % 3 !== 0) continue
    store.write((writer, nowUs) => deleteAnnotation(writer, annotationId, nowUs))
    writeSync(1, `gone ${annotationId}\n`)
  }
}

main(process.argv[2] ?? '')
