import { writeSync } from 'node:fs'
import { unknownObjects } from '../database/discovery'
import { closeDatabase, openWriter } from '../database/open'
import { ingest } from './ingest'
import { killedObjects } from './ingestKilledObjects'

/** Indexes the objects of the test into a folder, batch by batch, and says after each what is now promised. */
function main(folder: string, batchSize: number): void {
  const db = openWriter(folder)
  const objects = killedObjects()
  const byKey = new Map(objects.map((object) => [object.listed.key, object]))
  const missing = unknownObjects(db, objects.map(({ listed }) => listed))
  writeSync(1, `open ${missing.length}\n`)
  for (let place = 0; place < missing.length; place += batchSize) {
    const batch = missing.slice(place, place + batchSize)
    const last = batch.at(-1)
    const listing = { project: 'demo', prefix: 'data/demo/', cursor: last?.key ?? null, completeAtUs: null }
    ingest(db, { objects: batch.flatMap(({ key }) => byKey.get(key) ?? []), setAside: [], listing })
    for (const { key } of batch) writeSync(1, `ack ${key}\n`)
  }
  closeDatabase(db)
  writeSync(1, 'done\n')
}

main(process.argv[2] ?? '', Number(process.argv[3] ?? '5'))
