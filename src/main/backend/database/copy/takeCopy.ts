import Database from 'better-sqlite3'
import type { Connection } from '../connection'
import { schemaVersion } from '../migrations/migrate'
import { translated } from '../sqliteError'
import { tableRules } from './copyPlan'
import { schemaPrint } from './schemaPrint'

/** What a copy of an index holds. */
export interface CopyFacts {
  readonly schema: number
  readonly schemaPrint: string
  readonly generation: number
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  readonly runs: number
  readonly steps: number
  /** Objects that are indexed. */
  readonly objects: number
  readonly projects: readonly ProjectCoverage[]
}

/** How far a project was listed when the copy was made. Times are UTC microseconds; `null` = never, or nothing yet. */
export interface ProjectCoverage {
  readonly project: string
  readonly runs: number
  readonly completeAtUs: number | null
  readonly newestUs: number | null
}

/** Size of an index on this disk in bytes, asked of SQLite: opening its file any other way would drop its locks. */
export function indexSizeBytes(path: string): number {
  return withFile(path, { readonly: true }, (connection) => {
    const size = (name: string): number => Number(connection.pragma(name, { simple: true }))
    return size('page_count') * size('page_size')
  })
}

/**
 * Writes the state of an index at one instant into a new file, while another connection may go on writing. The file holds nothing
 * that was deleted and nothing of this computer's own history. It is not synced to the disk yet.
 */
export function takeCopy(source: string, target: string): CopyFacts {
  return translated(() => {
    withFile(source, { readonly: true }, (connection) => {
      connection.pragma('busy_timeout = 5000')
      connection.prepare('/* takeCopy */ VACUUM INTO ?').run(target)
    })
    return withFile(target, {}, (connection) => {
      connection.pragma('journal_mode = OFF')
      connection.pragma('synchronous = OFF')
      connection.pragma('secure_delete = ON')
      dropLocal(connection)
      return readCopyFacts(connection)
    })
  })
}

function dropLocal(connection: Connection): void {
  for (const [table, rule] of Object.entries(tableRules)) {
    if (rule === 'local') connection.exec(`DELETE FROM ${table}`)
  }
  connection.exec(`DELETE FROM meta WHERE name <> 'generation'`)
  // What ANALYZE left is no part of the schema.
  for (const table of ['sqlite_stat1', 'sqlite_stat4']) connection.exec(`DROP TABLE IF EXISTS ${table}`)
}

/** Reads what a copy holds. */
export function readCopyFacts(connection: Connection): CopyFacts {
  const number = (sql: string): number => Number(connection.prepare(sql).pluck().get() ?? 0)
  const rows = Object.fromEntries(tablesOf(connection).map((table) => [table, number(`SELECT count(*) FROM ${table}`)]))
  const coverage = `/* readCoverage */ SELECT name AS project, run_count AS runs,
      (SELECT complete_at_us FROM prefix_state
        WHERE prefix_state.project_id = project.project_id AND prefix = 'data/' || name || '/') AS completeAtUs,
      (SELECT max(last_time_us) FROM partition WHERE partition.project_id = project.project_id) AS newestUs
    FROM project ORDER BY name`
  return {
    schema: schemaVersion(connection),
    schemaPrint: schemaPrint(connection),
    generation: number(`SELECT value FROM meta WHERE name = 'generation'`),
    rows,
    runs: number('SELECT sum(run_count) FROM project'),
    steps: number('SELECT sum(step_count) FROM project'),
    objects: number(`SELECT sum(count) FROM object_count WHERE state = 'indexed'`),
    projects: connection.prepare<[], ProjectCoverage>(coverage).all()
  }
}

// An older version has fewer.
function tablesOf(connection: Connection): string[] {
  const there = new Set(connection.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all())
  return Object.keys(tableRules).filter((table) => there.has(table))
}

/** Opens a file, does the work and closes it. */
export function withFile<Result>(path: string, options: Database.Options, work: (connection: Connection) => Result): Result {
  const connection = new Database(path, { fileMustExist: true, ...options })
  try {
    return work(connection)
  } finally {
    connection.close()
  }
}
