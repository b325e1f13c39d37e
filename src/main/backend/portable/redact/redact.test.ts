import { createReadStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { createBrotliDecompress } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { redactionRules } from '@shared/model/portable'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseExact } from '@shared/exactJson/tree'
import { exportRuns, previewExport } from '../exportRuns'
import { magic } from '../fileFormat'
import { toFetched } from '../fillWorkspace'
import type { WorkspacePart } from '../fillWorkspace'
import { openFile } from '../openFile'
import { callOn, exportOf, filled, reading, signal, TestFolders } from '../testWorkspace'
import { harmlessTexts, plantedSecrets } from './plantedSecrets'
import { redactBody } from './redactBody'
import { Redactor } from './redactor'

const folders = new TestFolders()
afterAll(() => folders.remove())

const all = { builtIn: redactionRules, own: [] }
const run = { project: 'demo', partitionKey: 'jane.doe+burr@mail.example.co.uk', appId: 'run-1' }
const prefix = 'data/demo/2026/11/22/17/58:16.496016'
const time = (second: number): string => `2026-11-22T17:58:${String(second).padStart(2, '0')}.000000`

/** A run with every secret in inputs, state, exception, attribute, graph, note and a torn line, and each twice. */
async function* planted(): AsyncGenerator<WorkspacePart, void, undefined> {
  const part = (file: string, text: string): WorkspacePart => {
    return { object: toFetched({ key: `${prefix}/${run.partitionKey}/${run.appId}/${file}`, bytes: Buffer.from(text), modifiedUs: 1_795_370_300_000_000, tracker: 't' }) }
  }
  const code = plantedSecrets.map(({ text, member }) => `${member ?? 'value'} = ${JSON.stringify(text)}`).join('\n')
  const action = { type: 'action_model', name: 'ask', reads: ['q'], writes: ['a'], code, inputs: [], optional_inputs: [] }
  yield part('graph.json', JSON.stringify({ type: 'application', entrypoint: 'ask', actions: [action], transitions: [] }))
  const pointer = { type: 'pointer_data', app_id: 'parent', sequence_id: 0, partition_key: run.partitionKey }
  yield part('metadata.json', JSON.stringify({ type: 'application_metadata', partition_key: run.partitionKey, parent_pointer: pointer, spawning_parent_pointer: null }))
  const lines = plantedSecrets.flatMap(({ secret, text, member = 'note' }, at) => {
    const value = { [member]: text, list: [{ deep: { [member]: `${text}` } }], big: '@@', embedded: JSON.stringify({ [member]: text }) }
    const entry = (fields: object): string => JSON.stringify(fields).replaceAll('"@@"', '12345678901234567890.10')
    return [
      entry({ type: 'begin_entry', start_time: time(at), action: 'ask', sequence_id: at, inputs: value }),
      entry({ type: 'attribute', key: member, action_sequence_id: at, span_id: null, value: text, tags: {}, time_logged: `${time(at)}Z` }),
      entry({ type: 'end_entry', end_time: time(at), action: 'ask', sequence_id: at, result: null, exception: `Traceback\nValueError: ${member === 'note' ? text : `${member}=${secret}`}\n`, state: value })
    ]
  })
  yield part('7248c6dd-17c9-4dd1-af4b-195cbefeefae__log.jsonl', `${lines.join('\n')}\n{"type": "end_entry", "torn": "${plantedSecrets[0]?.secret ?? ''}`)
}

describe('redaction', () => {
  it('finds every planted secret in a value, alone and in a sentence, and leaves what only looks like one', () => {
    const missed = plantedSecrets.filter(({ secret, text, member }) => new Redactor(all).text(text, member).includes(secret)).map(({ name }) => name)
    expect(missed).toEqual([])
    const changed = harmlessTexts.filter((text) => new Redactor(all).text(text) !== text).map((text) => `${text} → ${new Redactor(all).text(text)}`)
    expect(changed).toEqual([])
    expect(plantedSecrets.length).toBeGreaterThanOrEqual(30)
  })

  it('gives the same secret the same placeholder and two secrets two, and does nothing the second time', () => {
    const redactor = new Redactor(all)
    const once = redactor.text('a@example.com, b@example.com and a@example.com')
    expect(once).toBe('[redacted-email-1], [redacted-email-2] and [redacted-email-1]')
    expect(redactor.text(once)).toBe(once)
    expect(redactor.counts().find(({ rule }) => rule === 'email')).toEqual({ rule: 'email', found: 3, distinct: 2 })
  })

  it('keeps the structure, the names, every digit and every byte of lines without secrets', () => {
    const lines = ['{"type":"begin_entry","sequence_id":1.0,"inputs":{"mail":"a@example.com","n":9007199254740993.10,"x":NaN,"jane@example.com":"\\u00e4"}}', '{ "type" : "end_entry",  "state":{"é":"\\u00e9"} }\r', '', 'not json: b@example.com']
    const body = Buffer.from(lines.join('\n'))
    const redacted = Buffer.from(redactBody('log', body, new Redactor(all))).toString().split('\n')
    expect(redacted).toEqual([lines[0]?.replace('a@example.com', '[redacted-email-1]'), lines[1], '', 'not json: [redacted-email-2]'])
  })

  it('applies own rules first and says which one is no regular expression', () => {
    const redactor = new Redactor({ builtIn: ['email'], own: [{ name: 'Ticket', pattern: 'TICKET-\\d+' }, { name: 'Order', pattern: 'order (\\w+)' }] })
    expect(redactor.text('TICKET-12 of a@example.com for order x77')).toBe('[redacted-ticket-1] of [redacted-email-1] for order [redacted-order-1]')
    expect(() => new Redactor({ builtIn: [], own: [{ name: 'Broken', pattern: '(' }] })).toThrow('Broken')
  })
})

describe('an exported file with redaction', () => {
  it('holds none of the secrets in any byte, nor does what it opens to; equal values stay equal', async () => {
    const source = folders.path('source')
    await filled(source, planted())
    const path = folders.path('redacted.burrsnapshot')
    const request = exportOf({ runs: [run], redaction: { builtIn: [...redactionRules], own: [] }, note: `ask ${plantedSecrets[0]?.secret ?? ''}`, focus: { run, step: null } })
    const outcome = await reading(source, (db) => exportRuns(db, request, { path, replace: false }, { signal }))
    const preview = await reading(source, (db) => previewExport(db, exportOf({ runs: [run], redaction: request.redaction }), { signal }))
    expect(outcome.redaction.filter(({ found }) => found === 0).map(({ rule }) => rule)).toEqual([])
    expect(preview.redaction.length).toBe(redactionRules.length)

    const bytes = await buffer(createReadStream(path, { start: magic.length }).pipe(createBrotliDecompress()))
    const left = (text: Buffer): string[] => plantedSecrets.filter(({ secret }) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))).map(({ name }) => name)
    expect(left(bytes)).toEqual([])

    const opened = folders.path('opened')
    await openFile(path, opened, { signal })
    for (const name of readdirSync(opened)) {
      if (name.endsWith('.db')) expect(left(readFileSync(join(opened, name))), name).toEqual([])
    }
    await reading(opened, (db) => {
      const page = callOn(db, 'runs.list', { project: 'demo', includeNeverStepped: true })
      const found = page.runs.find(({ appId }) => appId === 'run-1')
      if (found === undefined) throw new Error('the run is not there')
      const key = { project: found.project, partitionKey: found.partitionKey, appId: found.appId }
      expect(key.partitionKey).toMatch(/^\[redacted-email-\d+\]$/)
      expect(found.forkParent?.partitionKey).toBe(key.partitionKey)
      const detail = callOn(db, 'runs.get', key)
      expect(detail.steps.length).toBe(plantedSecrets.length)
      const texts = JSON.stringify([page, detail, detail.steps.map(({ build, sequenceId, attempt }) => callOn(db, 'steps.get', { run: key, step: { build, sequenceId, attempt } }))])
      expect(left(Buffer.from(texts))).toEqual([])
      expect(texts).toContain('12345678901234567890.10')
    })
    const [begin, attribute] = bytes.toString().split('\n').filter((line) => line.startsWith('{"type":"begin_entry"') || line.startsWith('{"type":"attribute"'))
    const inputs = parseExact(begin ?? '')
    expect(inputs.ok).toBe(true)
    const note = /"note":"([^"]+)"/.exec(begin ?? '')?.[1] ?? ''
    expect(note).toContain('[redacted-')
    expect(attribute).toContain(`"value":"${note}"`)
  })
})
