import { AppError } from '@shared/errors'
import { statement } from './connection'
import type { Connection, WriteDatabase } from './connection'

/** So often all of the index is checked. */
export const wholeCheckEveryUs = 7 * 24 * 3_600_000_000

/** When all of it was last checked and found sound, UTC microseconds; `null` = not yet. */
export function wholeCheckedUs(db: WriteDatabase): number | null {
  const sql = `/* wholeChecked */ SELECT value FROM meta WHERE name = 'whole_checked_us'`
  return statement<[], { value: number }>(db.index, sql).get()?.value ?? null
}

/** Notes that all of it was found sound. */
export function noteWholeCheck(db: WriteDatabase, nowUs: number): void {
  const sql = `/* noteWholeCheck */ INSERT INTO meta (name, value) VALUES ('whole_checked_us', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
  statement<[number]>(db.index, sql).run(nowUs)
}

/** SQLite's integrity check, table by table so that others get their turn in between; `index-damaged` at the first thing it finds. */
export function* checkWhole(db: WriteDatabase): Generator<void, void, undefined> {
  for (const connection of [db.index, db.content]) {
    for (const table of tablesOf(connection)) {
      const answer = connection.pragma(`integrity_check("${table}")`, { simple: true })
      if (answer !== 'ok') throw damaged(String(answer))
      yield
    }
  }
}

function tablesOf(connection: Connection): string[] {
  const rows = connection.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`).all()
  return rows.map(({ name }) => name)
}

function damaged(found: string): AppError {
  return new AppError({
    code: 'index-damaged',
    message: 'The weekly check found the local index damaged.',
    action: 'Rebuild the index from the bucket: the damaged file is kept aside.',
    cause: new Error(found)
  })
}
