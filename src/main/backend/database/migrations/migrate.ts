import { AppError } from '@shared/errors'
import { transact } from '../connection'
import type { Connection } from '../connection'

/** One step of a schema's history: from version `to - 1` to `to`. A migration that was released is never changed. */
export interface Migration {
  readonly to: number
  readonly up: (connection: Connection) => void
}

/** The schema version of an open file; 0 = nothing in it yet. */
export function schemaVersion(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }))
}

/** Throws `index-newer` when the file was written by a later program. */
export function refuseNewer(connection: Connection, migrations: readonly Migration[]): void {
  if (schemaVersion(connection) <= lastVersion(migrations)) return
  throw new AppError({
    code: 'index-newer',
    message: 'The local index was written by a newer Burr Desktop.',
    action: 'Update Burr Desktop, or choose another data folder.'
  })
}

/** The version a file has after all migrations. */
export function lastVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.to ?? 0
}

/** Brings a file up to date, one transaction a step: killed in between, it goes on where it stopped. */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  refuseNewer(connection, migrations)
  for (const { to, up } of migrations) {
    transact(connection, () => {
      if (schemaVersion(connection) >= to) return
      up(connection)
      connection.pragma(`user_version = ${to}`)
    })
  }
}
