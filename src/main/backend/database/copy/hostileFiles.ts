import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Connection } from '../connection'
import { indexMigrations } from '../migrations/index'
import { lastVersion, migrate } from '../migrations/migrate'
import { setCreationPragmas } from '../pragmas'
import { withFile } from './takeCopy'

/** A file made to do harm, for tests, and what its refusal has to say. */
export interface HostileFile {
  readonly name: string
  readonly path: string
  readonly reason: RegExp
}

/** A file whose every row is well formed and yet not true. */
export interface Lie {
  readonly name: string
  readonly path: string
  /** Whether it may be taken, because the comparison with the bucket finds out. */
  readonly isTaken: boolean
}

const schemaReason = /declares something that an index does not|SQLite says/

const declarations: readonly (readonly [string, string])[] = [
  ['view', 'CREATE VIEW v AS SELECT * FROM run'],
  ['view in the place of a table', 'DROP TABLE job; CREATE VIEW job AS SELECT 1 AS job_id'],
  ['view that never ends', 'CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r'],
  ['trigger on insert', `CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM object; END`],
  ['trigger on update', `CREATE TRIGGER t BEFORE UPDATE ON run BEGIN SELECT randomblob(1000000000); END`],
  ['full text', 'CREATE VIRTUAL TABLE f USING fts5(a)'],
  ['full text 4', 'CREATE VIRTUAL TABLE f USING fts4(a)'],
  ['rtree', 'CREATE VIRTUAL TABLE f USING rtree(id, a, b)'],
  ['geopoly', 'CREATE VIRTUAL TABLE f USING geopoly(a)'],
  ['dbstat', 'CREATE VIRTUAL TABLE f USING dbstat'],
  ['index on an expression', `CREATE INDEX i ON run (length(replace(app_id, 'a', printf('%1000000d', 1))))`],
  ['index with a condition', `CREATE INDEX i ON run (app_id) WHERE json_valid(builds)`],
  ['generated column', 'CREATE TABLE g (a, b AS (zeroblob(1000000000)))'],
  ['stored column', 'CREATE TABLE g (a, b AS (a || a) STORED)'],
  ['check with a function', `CREATE TABLE g (a CHECK (abs(a) > 0))`],
  ['default with an expression', `CREATE TABLE g (a DEFAULT (hex(randomblob(100))))`],
  ['unpacks too well: 1,000 empty tables', Array.from({ length: 1000 }, (_, i) => `CREATE TABLE t${i} (a);`).join('')],
  ['10,000 tables in one place', `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
    INSERT INTO sqlite_schema SELECT 'table', 't' || i, 't' || i, (SELECT rootpage FROM sqlite_schema WHERE name = 'job'), 'CREATE TABLE t' || i || ' (a)' FROM n`],
  ['column names of 32 KB', `CREATE TABLE g ("${'c'.repeat(32_768)}")`],
  ['2,000 columns', `CREATE TABLE g (${Array.from({ length: 2000 }, (_, i) => `c${i}`).join()})`],
  ['one table more', 'CREATE TABLE g (a)'],
  ['one index less', 'DROP INDEX run_by_app'],
  ['one table less', 'DROP TABLE set_aside'],
  ['another column', 'ALTER TABLE run ADD COLUMN extra TEXT'],
  ['a renamed column', 'ALTER TABLE run RENAME COLUMN app_id TO app'],
  ['analyse', 'ANALYZE'],
  ['a sequence', 'CREATE TABLE g (a INTEGER PRIMARY KEY AUTOINCREMENT)']
]

const rows: readonly (readonly [string, string])[] = [
  ['a key outside of data/', `UPDATE hour_prefix SET text = 'secret/' || text WHERE prefix_id = 1`],
  ['a key that begins nowhere', `INSERT INTO hour_prefix (project_id, text) VALUES (NULL, ''); UPDATE object SET prefix_id = last_insert_rowid(), rest = 'x' WHERE object_id = 1`],
  ['a prefix of another project', `UPDATE hour_prefix SET project_id = (SELECT max(project_id) FROM project) WHERE prefix_id = (SELECT min(prefix_id) FROM hour_prefix WHERE project_id <> (SELECT max(project_id) FROM project))`],
  ['a project with a slash', `UPDATE project SET name = 'a/b' WHERE project_id = 1`],
  ['a text of 1 MB', `UPDATE run SET last_error = printf('%.*c', 1000000, 'x') WHERE run_id = 1`],
  ['a name beyond its limit', `UPDATE run SET app_id = printf('%.*c', 5000, 'x') WHERE run_id = 1`],
  ['facts of 18 MB', `UPDATE object SET facts = '"' || hex(randomblob(9000000)) || '"' WHERE object_id = 1`],
  ['facts that are no JSON', `UPDATE object SET facts = '[1,' WHERE object_id = 1`],
  ['builds that are no JSON', `UPDATE run SET builds = 'x' WHERE run_id = 1`],
  ['a time beyond all years', `UPDATE run SET last_time_us = 9223372036854775807 WHERE run_id = 1`],
  ['a time before all years', `UPDATE step SET start_us = -9223372036854775807 WHERE run_id = 1`],
  ['a number that JavaScript does not have', `UPDATE run SET step_count = 9007199254740993 WHERE run_id = 1`],
  ['a negative size', `UPDATE object SET size_bytes = -1 WHERE object_id = 1`],
  ['a kind there is not', `UPDATE object SET kind = 'virus' WHERE object_id = 1`],
  ['a run of no project', `UPDATE run SET project_id = 9999 WHERE run_id = 1`],
  ['an object of no run', `UPDATE object SET run_id = 9999 WHERE object_id = 1`],
  ['a step of no run', `INSERT INTO step SELECT 9999, build, sequence_id, attempt, action, status, state_is, start_us, end_us, error_line, retry_of, span_count,
    attribute_count, streamed, begin_object_id, begin_line, begin_offset, begin_length, begin_logged_us, end_object_id, end_line, end_offset, end_length,
    end_logged_us, logged_utc FROM step LIMIT 1`],
  ['a note of another program', `INSERT INTO meta VALUES ('publish', 1)`],
  ['a row less than it says', `DELETE FROM step WHERE run_id = 1`]
]

const headers: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['header: empty file', () => Buffer.alloc(0)],
  ['header: a web page', () => Buffer.from('<!DOCTYPE html><title>Sign in</title>'.repeat(40))],
  ['header: cut off', (bytes) => bytes.subarray(0, bytes.length - 4096)],
  ['header: half a page more', (bytes) => Buffer.concat([bytes, Buffer.alloc(2048)])],
  ['header: another magic', (bytes) => edit(bytes, 0, 0x58)],
  ['header: another page size', (bytes) => edit(bytes, 16, 0x20)],
  ['header: needs a log', (bytes) => edit(edit(bytes, 18, 2), 19, 2)],
  ['header: room in the pages', (bytes) => edit(bytes, 20, 16)],
  ['header: UTF-16', (bytes) => edit(bytes, 59, 2)],
  ['header: a future version', (bytes) => edit(bytes, 63, 99)],
  ['header: no version', (bytes) => edit(bytes, 63, 0)],
  ['header: another application', (bytes) => edit(bytes, 71, 0)]
]

function edit(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = value
  return copy
}

/** Makes the files, one after the other, out of a good one. */
export function* hostileFiles(good: string, folder: string): Generator<HostileFile, void, undefined> {
  const path = join(folder, 'hostile.db')
  for (const [name, sql] of declarations) {
    change(good, path, (connection) => {
      connection.unsafeMode(true)
      connection.pragma('writable_schema = ON')
      connection.exec(sql)
    })
    yield { name, path, reason: schemaReason }
  }
  for (const [name, sql] of rows) {
    change(good, path, (connection) => connection.exec(sql))
    yield { name, path, reason: /hold what an index does not|names rows that are not there|other rows than it says|SQLite says|do not agree/ }
  }
  for (const [name, make] of headers) {
    writeFileSync(path, make(readFileSync(good)))
    yield { name, path, reason: /was set aside: Its? / }
  }
  for (const [name, make] of damages) {
    copyFileSync(good, path)
    make(path)
    yield { name, path, reason: /do not agree|SQLite says|declares|cannot be read/ }
  }
}

const damages: readonly (readonly [string, (path: string) => void])[] = [
  ['a page of zeros in the middle', (path) => overwrite(path, 4096 * 5, Buffer.alloc(4096))],
  ['a page of noise', (path) => overwrite(path, 4096 * 7, Buffer.alloc(4096, 0xa5))],
  ['a tail of zeros', (path) => zeroTail(path)],
  ['an index that lacks a row', (path) => dropFromIndex(path)]
]

function overwrite(path: string, at: number, bytes: Buffer): void {
  const all = readFileSync(path)
  bytes.copy(all, at)
  writeFileSync(path, all)
}

function zeroTail(path: string): void {
  const { length } = readFileSync(path)
  truncateSync(path, length - 4096 * 4)
  truncateSync(path, length)
}

// An index that is made to think that it belongs to fewer rows than there are.
function dropFromIndex(path: string): void {
  withFile(path, {}, (connection) => {
    connection.unsafeMode(true)
    connection.pragma('writable_schema = ON')
    connection.exec(`UPDATE sqlite_schema SET sql = 'CREATE INDEX run_by_app ON run (project_id, app_id) WHERE run_id > 3' WHERE name = 'run_by_app'`)
  })
  withFile(path, {}, (connection) => {
    connection.exec('REINDEX run_by_app')
    connection.unsafeMode(true)
    connection.pragma('writable_schema = ON')
    connection.exec(`UPDATE sqlite_schema SET sql = 'CREATE INDEX run_by_app ON run (project_id, app_id)' WHERE name = 'run_by_app'`)
  })
}

function change(good: string, path: string, work: (connection: Connection) => void): void {
  copyFileSync(good, path)
  withFile(path, {}, (connection) => {
    connection.pragma('foreign_keys = OFF')
    connection.pragma('ignore_check_constraints = ON')
    connection.pragma('journal_mode = OFF')
    connection.pragma('synchronous = OFF')
    work(connection)
  })
}

const lies: readonly (readonly [string, string, boolean])[] = [
  ['rows that are missing', `DELETE FROM bad_line; DELETE FROM step WHERE run_id > 2; DELETE FROM pointer; DELETE FROM object WHERE run_id > 2; DELETE FROM run WHERE run_id > 2`, true],
  ['objects that never were', `INSERT INTO object (prefix_id, rest, kind, state, run_id, size_bytes, etag, last_modified_us) SELECT prefix_id, 'x' || rest, kind, state, run_id, 1, 'e', 1 FROM object LIMIT 5`, true],
  ['all was listed tomorrow', `UPDATE prefix_state SET complete_at_us = 4102444800000000, cursor = 'data/~'`, true],
  ['every body is here', `UPDATE object SET has_body = 1; UPDATE run SET body_count = 1000`, true],
  ['counts of its own', `UPDATE hour_prefix SET object_count = 0; UPDATE object_count SET count = 1000000`, true],
  ['nothing is left to wait for', `UPDATE project SET waiting_count = -5`, true],
  ['a time in the year 9000', `UPDATE run SET last_time_us = 221845392000000000 WHERE run_id = 1`, true],
  ['an empty index', `DELETE FROM bad_line; DELETE FROM step; DELETE FROM pointer; DELETE FROM set_aside; DELETE FROM object; DELETE FROM run; DELETE FROM prefix_state; DELETE FROM hour_prefix; DELETE FROM partition; DELETE FROM project; DELETE FROM object_count`, true]
]

/** Makes the files of which every row is well formed. */
export function* wellFormedLies(good: string, folder: string): Generator<Lie, void, undefined> {
  const path = join(folder, 'lie.db')
  for (const [name, sql, isTaken] of lies) {
    change(good, path, (connection) => connection.exec(sql))
    yield { name, path, isTaken }
  }
}

/** An index of every version there was, with one project in it. */
export function* oldIndexes(folder: string): Generator<{ readonly path: string; readonly version: number; readonly newest: number }, void, undefined> {
  const newest = lastVersion(indexMigrations)
  for (let version = 1; version <= newest; version += 1) {
    const path = join(folder, `v${version}.db`)
    const connection = new Database(path)
    setCreationPragmas(connection, 4096)
    migrate(connection, indexMigrations.filter(({ to }) => to <= version))
    connection.exec(`INSERT INTO project (name) VALUES ('old')`)
    connection.close()
    yield { path, version, newest }
  }
}
