import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../connection'
import { contentMigrations } from './content'
import { indexMigrations } from './index'
import { lastVersion, migrate, refuseNewer, schemaVersion } from './migrate'
import type { Migration } from './migrate'

function tables(connection: Connection): string[] {
  const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
  return connection.prepare<[], { name: string }>(sql).all().map(({ name }) => name)
}

describe.each([
  ['index', indexMigrations],
  ['content', contentMigrations]
])('the history of %s', (_, migrations) => {
  it('counts up by one', () => {
    expect(migrations.map(({ to }) => to)).toEqual(migrations.map((_each, place) => place + 1))
  })

  it('has STRICT tables with plain names only', () => {
    const connection = new Database(':memory:')
    migrate(connection, migrations)
    const rows = connection.prepare<[], { name: string; strict: number }>(`SELECT name, strict FROM pragma_table_list
      WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`).all()
    expect(rows.filter(({ strict }) => strict === 0)).toEqual([])
    expect(rows.filter(({ name }) => !/^[a-z_]+$/.test(name))).toEqual([])
  })

  it('does nothing the second time', () => {
    const connection = new Database(':memory:')
    migrate(connection, migrations)
    const before = connection.prepare('SELECT total_changes() AS n').get()
    migrate(connection, migrations)
    expect(connection.prepare('SELECT total_changes() AS n').get()).toEqual(before)
    expect(schemaVersion(connection)).toBe(lastVersion(migrations))
  })
})

describe('version 1 of the index', () => {
  it('has the tables of the first release', () => {
    const connection = new Database(':memory:')
    migrate(connection, indexMigrations.slice(0, 1))
    const expected = `bad_line graph hour_prefix job meta object object_count partition pointer prefix_state project
      request_count run set_aside step`
    expect(tables(connection)).toEqual(expected.split(/\s+/))
  })
})

describe('version 3 of the index', () => {
  it('knows the actions of every run from its steps, each once', () => {
    const connection = new Database(':memory:')
    connection.pragma('foreign_keys = OFF')
    migrate(connection, indexMigrations.slice(0, 2))
    const insert = connection.prepare(`INSERT INTO step (run_id, build, sequence_id, attempt, action, status, state_is, span_count, attribute_count, streamed, logged_utc)
      VALUES (?, 0, ?, 0, ?, 'ok', 'whole', 0, 0, 0, 0)`)
    for (const [run, sequence, action] of [[1, 0, 'ask'], [1, 1, 'reply'], [1, 2, 'ask'], [2, 0, 'reply']] as const) insert.run(run, sequence, action)
    migrate(connection, indexMigrations)
    expect(connection.prepare('SELECT action, run_id FROM run_action').raw().all()).toEqual([['ask', 1], ['reply', 1], ['reply', 2]])
    expect(connection.prepare('SELECT count(*) AS n FROM step').get()).toEqual({ n: 4 })
  })
})

describe('migrate', () => {
  const first: Migration = { to: 1, up: (connection) => connection.exec('CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)') }
  const second: Migration = { to: 2, up: (connection) => connection.exec('ALTER TABLE a ADD COLUMN y INTEGER') }

  it('takes a file of any earlier version to the last and keeps its rows', () => {
    for (const from of [0, 1, 2]) {
      const connection = new Database(':memory:')
      migrate(connection, [first, second].slice(0, from))
      migrate(connection, [first, second])
      expect(connection.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 1, y: null }])
    }
  })

  it('undoes a step that fails, and goes on from there', () => {
    const connection = new Database(':memory:')
    const broken: Migration = {
      to: 2,
      up(open) {
        open.exec('ALTER TABLE a ADD COLUMN half INTEGER')
        throw new Error('power cut')
      }
    }
    expect(() => migrate(connection, [first, broken])).toThrow('power cut')
    expect(schemaVersion(connection)).toBe(1)
    migrate(connection, [first, second])
    expect(connection.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: null }])
  })

  it('refuses a file of a later program', () => {
    const connection = new Database(':memory:')
    connection.pragma('user_version = 3')
    expect(() => refuseNewer(connection, [first, second])).toThrow('newer')
    expect(() => migrate(connection, [first, second])).toThrow('newer')
  })
})
