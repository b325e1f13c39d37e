import { fileURLToPath } from 'node:url'
import { sampleParts } from './sample/parts'
import type { SampleParts } from './sample/parts'

// What the app itself writes files with; named at run time, because scripts have a project of their own.
interface Writer {
  writePortableFile(parts: Iterable<object>, target: { readonly path: string; readonly replace: boolean }, signal: AbortSignal): Promise<number>
}

const note = `Generated runs to look around in: conversations that were forked, agents with sub-runs, streams, failures with their causes, spans over
several files, three attempts of one step, and writers in four time zones. It opens at a failing step.`

/** Everything in the order of a file. */
function* partsOf({ objects, runs, focus }: SampleParts): Generator<object> {
  const step = { build: 0, sequenceId: focus.sequenceId, attempt: 0 }
  yield { manifest: { format: 1, runs, objects: objects.length, missing: 0, annotations: 1, note: note.replaceAll('\n', ' '), focus: { run: focus.run, step }, redaction: null } }
  const nowUs = Math.max(...objects.map(({ timeUs }) => timeUs))
  const observations = [{ thumbs: 'down', note: 'The model timed out, and the same question was simply asked again: it should have gone to the smaller one.', groundTruth: null, pointers: [] }]
  yield { annotation: { run: focus.run, step, action: focus.action, spanId: null, fieldPath: null, tags: ['to-review'], observations, createdUs: nowUs, updatedUs: nowUs } }
  for (const { key, body, metadata, timeUs } of objects) yield { key, modifiedUs: timeUs, tracker: metadata['tracker_id'] ?? null, bytes: Buffer.from(body) }
}

const source = new URL('../src/main/backend/portable/writeFile.ts', import.meta.url).href
const writer = (await import(source)) as Writer
const path = process.argv[2] ?? fileURLToPath(new URL('../resources/sample.burrsnapshot', import.meta.url))
const sizeBytes = await writer.writePortableFile(partsOf(sampleParts()), { path, replace: true }, new AbortController().signal)
process.stdout.write(`${path}: ${sizeBytes} bytes\n`)
