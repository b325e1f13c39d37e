import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { indexMigrations } from '../migrations/index'
import { lastVersion, migrate } from '../migrations/migrate'
import { tableRules } from './copyPlan'
import { schemaPrint, schemaPrints } from './schemaPrint'

function indexOfVersion(version: number): Database.Database {
  const connection = new Database(':memory:')
  migrate(connection, indexMigrations.filter(({ to }) => to <= version))
  return connection
}

describe('the print of the schema', () => {
  it('is known for every version that was ever written', () => {
    const versions = Array.from({ length: lastVersion(indexMigrations) }, (_, i) => i + 1)
    // A released version never changes. A new one gets its line, printed here.
    expect(Object.fromEntries(schemaPrints)).toEqual(Object.fromEntries(versions.map((to) => [to, schemaPrint(indexOfVersion(to))])))
  })

  it('changes with anything that is declared', () => {
    const plain = schemaPrint(indexOfVersion(1))
    for (const sql of [
      'CREATE VIEW v AS SELECT 1',
      'CREATE TRIGGER t AFTER INSERT ON run BEGIN SELECT 1; END',
      'CREATE VIRTUAL TABLE f USING fts5(a)',
      'CREATE INDEX i ON run (app_id || rest)',
      'CREATE TABLE extra (a)',
      'DROP INDEX run_by_app'
    ]) {
      const changed = indexOfVersion(1)
      changed.exec(sql)
      expect(schemaPrint(changed), sql).not.toBe(plain)
    }
  })

  it('finds a rule for every table of the newest version', () => {
    const tables = indexOfVersion(lastVersion(indexMigrations))
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .pluck()
      .all()
    expect(Object.keys(tableRules).toSorted()).toEqual(tables.toSorted())
  })
})
