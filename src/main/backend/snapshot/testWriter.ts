import { setTimeout as sleep } from 'node:timers/promises'
import { readTotals } from '../database/counters'
import { readGeneration } from '../database/generation'
import { closeDatabase, openWriter } from '../database/open'
import { addRuns, someRuns } from './testWorkspaces'

/** A program for tests: writes a batch every 10 ms into the workspace of its argument and tells what is in it after each commit. */
const db = openWriter(process.argv[2] ?? '')
let isStopped = false
process.on('message', () => {
  isStopped = true
})
const rows = db.index.prepare('SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM step) + (SELECT count(*) FROM object)').pluck()
function write(runs: Parameters<typeof addRuns>[1]): void {
  addRuns(db, runs)
  const totals = readTotals(db)
  process.send?.({ generation: readGeneration(db), runs: totals.runs, steps: totals.steps, objects: totals.objects, rows: Number(rows.get()) })
}

for (let batch = 0; !isStopped; batch += 1) {
  // Most runs are new, some come again.
  write(someRuns(8, 10_000 + batch))
  if (batch % 3 === 0) write(someRuns(2 + (batch % 5), 10_000 + Math.floor(batch / 2)))
  await sleep(10)
}
closeDatabase(db)
process.disconnect()
