import Database from 'better-sqlite3'
import type { Connection } from '../connection'
import { indexMigrations } from '../migrations/index'
import { migrate, schemaVersion } from '../migrations/migrate'
import { setCreationPragmas } from '../pragmas'
import { jsonColumns, localColumns, rowConditions, tableRules, textLimitBytes } from './copyPlan'
import { Refusal, refusing } from './inspectFile'

/** How a file is copied. */
export interface CopyOptions {
  readonly source: string
  /** A file that does not exist yet. */
  readonly target: string
  /** Largest size of the new file in bytes. */
  readonly maxBytes: number
}

const pageSizeBytes = 4096
/** Years 1 to 9999. */
const timeRange = 'BETWEEN -62135596800000000 AND 253402300799999999'
const integerRange = 'BETWEEN -9007199254740991 AND 9007199254740991'

/**
 * Copies the rows of an inspected file into a new index of our own making, each through the types and conditions of the schema.
 * Throws a {@link Refusal} at the first row that does not fit; the target is then to be thrown away. Gives the rows by table.
 */
export function copyRows({ source, target, maxBytes }: CopyOptions): Record<string, number> {
  const connection = new Database(target)
  try {
    setCreationPragmas(connection, pageSizeBytes)
    // Nobody else sees the file yet, and it is thrown away when anything fails.
    connection.pragma('journal_mode = OFF')
    connection.pragma('synchronous = OFF')
    connection.pragma('foreign_keys = OFF')
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cache_size = -262144')
    connection.pragma('temp_store = MEMORY')
    connection.pragma(`max_page_count = ${Math.ceil(maxBytes / pageSizeBytes)}`)
    connection.prepare('ATTACH ? AS source').run(source)
    const version = Number(connection.pragma('source.user_version', { simple: true }))
    migrate(connection, indexMigrations.filter(({ to }) => to <= version))
    connection.exec(`DELETE FROM main.meta`)
    const rows = connection.transaction(() => fill(connection))()
    connection.exec('DETACH source')
    migrate(connection, indexMigrations)
    if (schemaVersion(connection) < version) throw new Refusal('schema', 'It is of a version that this program does not know.')
    return rows
  } finally {
    connection.close()
  }
}

function fill(connection: Connection): Record<string, number> {
  // Filling an index row by row costs several times as much as building it from the finished table.
  const indexes = connection
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
    .all()
  for (const { name } of indexes) connection.exec(`DROP INDEX main.${quoted(name)}`)
  const rows: Record<string, number> = {}
  for (const [table, rule] of Object.entries(tableRules)) {
    if (rule === 'copied' || table === 'meta') rows[table] = refusing('values', () => copyTable(connection, table))
  }
  recount(connection)
  for (const { sql } of indexes) connection.exec(sql)
  const orphan = refusing('values', () => connection.pragma('foreign_key_check')) as unknown[]
  if (orphan.length > 0) throw new Refusal('values', 'It names rows that are not there.')
  return rows
}

function copyTable(connection: Connection, table: string): number {
  const columns = connection.pragma(`main.table_info(${table})`) as { name: string; type: string }[]
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const values = columns.map(({ name }) => (localColumns.has(`${table}.${name}`) ? '0' : quoted(name))).join(', ')
  // A condition is always there: without one SQLite would move whole records and skip the checks of the schema.
  const conditions = [...columns.map(({ name, type }) => conditionOf(table, name, type)), rowConditions[table] ?? '1 = 1']
  const sql = `INSERT INTO main.${table} (${names}) SELECT ${values} FROM source.${table} WHERE ${conditions.join(' AND ')}`
  const { changes } = connection.prepare(sql).run()
  const there = Number(connection.prepare(`SELECT count(*) FROM source.${table}`).pluck().get())
  if (changes !== there) throw new Refusal('values', `${there - changes} rows of “${table}” hold what an index does not.`)
  return changes
}

function conditionOf(table: string, column: string, type: string): string {
  const name = quoted(column)
  if (type === 'TEXT') {
    const json = jsonColumns.has(`${table}.${column}`) ? ` AND json_valid(${name})` : ''
    return `(${name} IS NULL OR (typeof(${name}) = 'text' AND octet_length(${name}) <= ${textLimitBytes(table, column)}${json}))`
  }
  const range = column.endsWith('_us') ? timeRange : integerRange
  return `(${name} IS NULL OR (typeof(${name}) = 'integer' AND ${name} ${range}))`
}

// The comparison with the bucket goes by these numbers, so they are never taken from a foreign file.
function recount(connection: Connection): void {
  connection.exec(`
    UPDATE main.hour_prefix SET object_count =
      (SELECT count(*) FROM main.object WHERE object.prefix_id = hour_prefix.prefix_id AND state <> 'gone');
    INSERT INTO main.object_count (project_id, state, count)
      SELECT coalesce(project_id, 0), state, count(*) FROM main.object JOIN main.hour_prefix USING (prefix_id) GROUP BY 1, 2;`)
  const hasActions = connection.prepare(`SELECT 1 FROM main.sqlite_schema WHERE name = 'run_action'`).get() !== undefined
  if (hasActions) connection.exec('INSERT INTO main.run_action (action, run_id) SELECT DISTINCT action, run_id FROM main.step')
}

function quoted(name: string): string {
  return `"${name}"`
}
