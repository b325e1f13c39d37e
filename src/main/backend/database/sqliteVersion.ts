import Database from 'better-sqlite3'

/** The version of SQLite that is built in. */
export function sqliteVersion(): string {
  const connection = new Database(':memory:')
  try {
    return String(connection.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    connection.close()
  }
}
