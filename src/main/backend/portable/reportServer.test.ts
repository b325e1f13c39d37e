import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generate } from '../../../../scripts/seed/generate'
import { readServerDatabase } from '../database/copy/serverDatabase'
import { buildTestPrograms } from '../snapshot/testPrograms'
import type { TestPrograms } from '../snapshot/testPrograms'
import { reportServer } from './reportServer'
import { filled, nowUs, partsOf, signal, TestFolders } from './testWorkspace'

const folders = new TestFolders()
const objects = [...generate({ seed: 'server', runs: 12, nowUs, strays: false, projects: ['support-bot'] })]
const logs = objects.map(({ key }) => key).filter((key) => key.endsWith('__log.jsonl'))
const workspace = folders.path('workspace')
let programs: TestPrograms

beforeAll(async () => {
  programs = await buildTestPrograms()
  await filled(workspace, partsOf(objects))
}, 60_000)
afterAll(() => {
  programs.remove()
  folders.remove()
})

/** A database as the server's ORM declares it, with these log files. */
function serverDatabase(keys: readonly string[], change: (db: Database.Database) => void = () => undefined): string {
  const path = folders.path('snapshot.db')
  const db = new Database(path)
  db.exec(`
    CREATE TABLE "project" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "name" VARCHAR(255) NOT NULL UNIQUE, "uri" VARCHAR(255));
    CREATE TABLE "application" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "name" VARCHAR(255) NOT NULL, "partition_key" VARCHAR(255), "project_id" INT NOT NULL REFERENCES "project" ("id"));
    CREATE TABLE "logfile" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "s3_path" VARCHAR(1024) NOT NULL UNIQUE, "tracker_id" VARCHAR(255), "application_id" INT NOT NULL REFERENCES "application" ("id"));
    INSERT INTO project (name) VALUES ('support-bot'), ('empty');
    INSERT INTO application (name, project_id) VALUES ('a', 1), ('b', 1);`)
  const insert = db.prepare('INSERT INTO logfile (s3_path, application_id) VALUES (?, 1)')
  for (const key of keys) insert.run(key)
  change(db)
  db.close()
  return path
}

describe("the database of Burr's own server", () => {
  it('is read in another process and compared with the index: what it never saw, and what it alone knows', async () => {
    const path = serverDatabase([...logs.slice(3), 'data/support-bot/2020/01/01/00/00:00.000000/__none__/old/x__log.jsonl'])
    const report = await reportServer(path, { workspace: { folder: workspace, bucket: 'b' }, startChild: programs.startChild, signal })
    expect(report).toMatchObject({
      comparedWith: 'b',
      projects: [
        { project: 'empty', runs: 0, logFiles: 0, neverSeen: 0 },
        { project: 'support-bot', runs: 2, logFiles: logs.length - 2, inBucket: logs.length, neverSeen: 3, unknownHere: 1 }
      ]
    })
    expect(await reportServer(path, { workspace: null, startChild: programs.startChild, signal })).toMatchObject({ comparedWith: null, projects: [{ runs: 0 }, { logFiles: logs.length - 2 }] })
  })

  it('may name whole addresses in place of keys', () => {
    const path = serverDatabase(logs.map((key) => `s3://some-bucket/${key}`))
    expect(readServerDatabase(path, `${workspace}/index.v1.db`).find(({ project }) => project === 'support-bot')).toMatchObject({ neverSeen: 0, unknownHere: 0 })
  })

  it('is refused when it is another one, or something runs where a table should be', async () => {
    const views = serverDatabase([], (db) => db.exec(`DROP TABLE logfile; CREATE VIEW logfile AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS s3_path, 1 AS application_id FROM n`))
    const virtual = serverDatabase([], (db) => db.exec('DROP TABLE logfile; CREATE VIRTUAL TABLE logfile USING fts5(s3_path, application_id)'))
    const computed = serverDatabase([], (db) => db.exec(`DROP TABLE logfile; CREATE TABLE logfile (application_id INT, s3_path TEXT GENERATED ALWAYS AS (hex(zeroblob(1000))))`))
    const ours = `${workspace}/index.v1.db`
    const broken = folders.path('broken.db')
    writeFileSync(broken, 'SQLite format 3\0 and nothing of the kind')
    for (const path of [views, virtual, computed, ours, broken]) {
      await expect(reportServer(path, { workspace: null, startChild: programs.startChild, signal }), path).rejects.toMatchObject({ code: 'damaged' })
    }
  })
})
