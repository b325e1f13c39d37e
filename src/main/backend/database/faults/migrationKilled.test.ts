import { fork } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTestPrograms } from '../../snapshot/testPrograms'
import type { TestPrograms } from '../../snapshot/testPrograms'
import { schemaPrint, schemaPrints } from '../copy/schemaPrint'
import { firstFiles } from '../currentFiles'
import { indexMigrations } from '../migrations/index'
import { lastVersion, migrate, schemaVersion } from '../migrations/migrate'
import { closeDatabase, openWriter } from '../open'
import { setCreationPragmas } from '../pragmas'
import { isLong, seeded } from './builtChild'

/** Kills by kind of work (F-DB-05, F-DB-16), and the steps of the index whose schema is brought up to date meanwhile. */
const kills = Number(process.env['BURR_TEST_MIGRATION_KILLS'] ?? (isLong ? 200 : 40))
const steps = isLong ? 1_000_000 : kills < 10 ? 5_000 : 30_000
const stepsOfRun = 100
const newest = lastVersion(indexMigrations)

let programs: TestPrograms
let work: string
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'burr-migration-'))
  programs = await buildTestPrograms(['../database/faults/openerChild'])
}, 60_000)
afterAll(() => {
  programs.remove()
  rmSync(work, { recursive: true, force: true })
})

/** An index as an earlier version left it, full of rows. */
function oldIndex(version: number): string {
  const path = join(work, `v${version}.db`)
  rmSync(path, { force: true })
  const connection = new Database(path)
  setCreationPragmas(connection, 4096)
  migrate(connection, indexMigrations.filter(({ to }) => to <= version))
  connection.exec(`BEGIN;
    INSERT INTO project (project_id, name) VALUES (1, 'old');
    INSERT INTO partition (partition_id, project_id, partition_key) VALUES (1, 1, '');
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${steps / stepsOfRun})
      INSERT INTO run (run_id, project_id, partition_id, app_id, rest, last_time_us) SELECT i + 1, 1, 1, 'app-' || i, 'app-' || i, i * 1000 FROM n;
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${steps})
      INSERT INTO step (run_id, build, sequence_id, attempt, action, status, state_is, span_count, attribute_count, streamed, logged_utc)
      SELECT i / ${stepsOfRun} + 1, 0, i % ${stepsOfRun}, 0, 'action-' || i % 7, 'ok', 'whole', 0, 0, 0, 0 FROM n;
    COMMIT`)
  connection.close()
  return path
}

function placed(path: string): string {
  const folder = join(work, 'workspace')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  copyFileSync(path, join(folder, firstFiles.index))
  return folder
}

/** Looks at what a kill left, with its log taken in as the next program would: how old it is, and that all of it is there. */
function looked(folder: string): { version: number; generation: number } {
  const connection = new Database(join(folder, firstFiles.index))
  try {
    expect(connection.pragma('quick_check', { simple: true })).toBe('ok')
    const version = schemaVersion(connection)
    expect(schemaPrint(connection)).toBe(schemaPrints.get(version))
    expect(connection.prepare('SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM step)').raw().get()).toEqual([steps / stepsOfRun, steps])
    return { version, generation: Number(connection.prepare(`SELECT value FROM meta WHERE name = 'generation'`).pluck().get() ?? 0) }
  } finally {
    connection.close()
  }
}

/** Runs the program until `after` has passed since it began to open (`null` = to its end), then kills it. */
async function run(what: 'open' | 'churn', folder: string, after: number | null): Promise<{ readonly generation: number; readonly ms: number }> {
  const child = fork(programs.fileOf('openerChild'), [what, folder], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const tooEarly = ended.then((code) => { throw new Error(`The program ended with ${String(code)} before it was ready.`) })
  tooEarly.catch(() => undefined)
  let [generation, beganAt] = [0, 0]
  await Promise.race([tooEarly, new Promise<void>((resolve) => {
    child.on('message', (word) => {
      if (word === 'opening') beganAt = performance.now()
      if (word === (what === 'open' ? 'opening' : 'open')) resolve()
      if (typeof word === 'number') generation = word
    })
  })])
  if (after !== null) {
    await sleep(after)
    child.kill('SIGKILL')
  }
  await ended
  return { generation, ms: performance.now() - beganAt }
}

describe('a program that is killed', () => {
  it(`while it brings an index of version 1 up to date leaves one version or another, never between, ${kills} times`, async () => {
    const old = oldIndex(1)
    const { ms } = await run('open', placed(old), null)
    const random = seeded(16)
    const met = new Map<number, number>()
    for (let kill = 0; kill < kills; kill += 1) {
      const folder = placed(old)
      await run('open', folder, random() * ms)
      const { version } = looked(folder)
      met.set(version, (met.get(version) ?? 0) + 1)
      expect(version).toBeGreaterThanOrEqual(1)
      // The next program goes on where this one stopped.
      closeDatabase(openWriter(folder))
      expect(looked(folder).version).toBe(newest)
    }
    console.log(`killed ${kills} times while migrating ${steps} steps: versions met ${JSON.stringify(Object.fromEntries([...met].toSorted(([a], [b]) => a - b)))}`)
  }, 900_000)

  it(`while it checkpoints and copies loses nothing that was committed, ${kills} times`, async () => {
    const folder = placed(oldIndex(newest))
    const random = seeded(5)
    let last = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const told = await run('churn', folder, 5 + random() * 200)
      const { version, generation } = looked(folder)
      expect(version).toBe(newest)
      // One may have been committed and not told.
      const least = Math.max(last, told.generation)
      expect([least, least + 1]).toContain(generation)
      last = generation
    }
  }, 900_000)
})

describe('an index of an earlier version', () => {
  it.each(indexMigrations.map(({ to }) => to))('%i opens in this one with all it held', (version) => {
    const folder = placed(oldIndex(version))
    expect(looked(folder).version).toBe(version)
    const db = openWriter(folder)
    expect(schemaVersion(db.index)).toBe(newest)
    closeDatabase(db)
    expect(looked(folder).version).toBe(newest)
  })
})
