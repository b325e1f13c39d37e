import { readFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { AppError } from '@shared/errors'
import { ingest } from './ingest'
import { killedObjects } from './ingestKilledObjects'
import type { WriteDatabase } from '../database/connection'
import { unknownObjects } from '../database/discovery'
import { closeDatabase, openWriter } from '../database/open'

const say = (line: string): void => void writeSync(1, `${line}\n`)

/** Indexes some of the test's objects, batch by batch; says after each what is promised, and how it ended. */
function index(folder: string, more: { readonly batch: number; readonly apps: number; readonly synchronous: string }): void {
  const db = openWriter(folder)
  for (const file of [db.index, db.content]) file.pragma(`synchronous = ${more.synchronous}`)
  const objects = killedObjects().slice(0, more.apps)
  const byKey = new Map(objects.map((object) => [object.listed.key, object]))
  const missing = unknownObjects(db, objects.map(({ listed }) => listed))
  try {
    for (let place = 0; place < missing.length; place += more.batch) {
      const part = missing.slice(place, place + more.batch)
      ingest(db, { objects: part.flatMap(({ key }) => byKey.get(key) ?? []), setAside: [] })
      for (const { key } of part) say(`ack ${key}`)
    }
    say('done')
  } catch (error) {
    say(`failed ${error instanceof AppError ? error.code : String(error)} inTransaction=${String(db.index.inTransaction || db.content.inTransaction)}`)
    const { count } = db.index.prepare<[], { count: number }>(`SELECT count(*) AS count FROM object WHERE state = 'indexed'`).get() ?? { count: -1 }
    say(`readable ${count}`)
  }
  closeDatabase(db)
  say('closed')
}

/** Takes and gives back the lock of a folder as it is told, and writes who had it into the index. */
async function contend(folder: string): Promise<void> {
  let db: WriteDatabase | null = null
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'take') {
      try {
        db = openWriter(folder)
        db.index.prepare(`INSERT INTO request_count VALUES (printf('%010d', (SELECT count(*) FROM request_count)), ?, 0, 0, 0, 0)`).run(process.pid)
        say('owner')
      } catch (error) {
        say(error instanceof AppError ? error.code : String(error))
      }
    } else {
      if (db !== null) closeDatabase(db)
      db = null
      say('free')
    }
  }
}

const [what = '', folder = '', options = '{}'] = process.argv.slice(2)
if (what === 'contend') void contend(folder)
else index(folder, { batch: 5, apps: 1000, synchronous: 'FULL', ...(JSON.parse(options.startsWith('@') ? readFileSync(options.slice(1), 'utf8') : options) as object) })
