import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readGeneration } from '../generation'
import { closeDatabase, openWriter } from '../open'

/** A program for tests that is killed while it brings an index up to date, or while it tidies its file: `openerChild <open | churn> <folder>`. */
const [what = '', folder = ''] = process.argv.slice(2)
const say = (word: string | number): void => void process.send?.(word)

say('opening')
const db = openWriter(folder)
say('open')
if (what === 'open') {
  closeDatabase(db)
  process.disconnect()
} else {
  const copy = join(folder, 'copy.db')
  const write = db.index.prepare(`INSERT OR REPLACE INTO meta (name, value) VALUES ('generation', ?)`)
  for (let generation = readGeneration(db) + 1; ; generation += 1) {
    write.run(generation)
    say(generation)
    db.index.pragma('wal_checkpoint(TRUNCATE)')
    rmSync(copy, { force: true })
    db.index.prepare('VACUUM INTO ?').run(copy)
    await sleep(0)
  }
}
