import type { Connection } from '../connection'
import { Refusal, refusing } from './inspectFile'
import { withFile } from './takeCopy'

/** One project of a server's database; the last three are 0 when it was compared with nothing. */
export interface ServerProjectRow {
  readonly project: string
  readonly runs: number
  readonly logFiles: number
  readonly inBucket: number
  readonly neverSeen: number
  readonly unknownHere: number
}

const needed: Readonly<Record<string, readonly string[]>> = {
  project: ['id', 'name'],
  application: ['id', 'project_id'],
  logfile: ['s3_path', 'application_id']
}
const mostProjects = 10_000

/**
 * Reads what Burr's own server knows out of its database, which anyone may have written, and compares it with an index of ours. Only
 * for a process that can be killed. Throws a {@link Refusal} when it is no such database.
 */
export function readServerDatabase(path: string, index: string | null): ServerProjectRow[] {
  return withFile(path, { readonly: true }, (connection) => {
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    connection.pragma('mmap_size = 0')
    connection.pragma('temp_store = MEMORY')
    refuseOthers(connection)
    refusing('damaged', () => takeOut(connection))
    if (index !== null) connection.prepare('ATTACH ? AS ours').run(index)
    return refusing('damaged', () => (index === null ? alone(connection) : compared(connection)))
  })
}

// A view or a virtual table under one of these names could run anything; plain tables with these columns cannot.
function refuseOthers(connection: Connection): void {
  const declared = refusing('schema', () => connection.prepare<[], { type: string; name: string; sql: string | null }>('/* serverSchema */ SELECT type, name, sql FROM main.sqlite_schema LIMIT 1000').all())
  for (const [table, columns] of Object.entries(needed)) {
    const found = declared.find(({ name }) => name === table)
    const isPlain = found?.type === 'table' && found.sql !== null && /^CREATE TABLE/i.test(found.sql) && !/\bGENERATED\b/i.test(found.sql)
    if (!isPlain) throw new Refusal('schema', 'It is no database of Burr’s server.')
    const names = new Set((connection.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name))
    if (columns.some((column) => !names.has(column))) throw new Refusal('schema', 'It is a database of a version of Burr’s server that is not known.')
  }
}

// The server writes keys, and in some versions whole addresses.
function takeOut(connection: Connection): void {
  connection.exec(`
    CREATE TEMP TABLE known (project TEXT NOT NULL, key TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;
    INSERT OR IGNORE INTO temp.known SELECT project.name, CASE WHEN logfile.s3_path LIKE 's3://%/data/%'
        THEN substr(logfile.s3_path, instr(substr(logfile.s3_path, 6), '/') + 6) ELSE logfile.s3_path END
      FROM main.logfile JOIN main.application ON application.id = logfile.application_id JOIN main.project ON project.id = application.project_id
      WHERE typeof(logfile.s3_path) = 'text' AND typeof(project.name) = 'text';
    CREATE TEMP TABLE seen AS SELECT project, count(*) AS log_files FROM temp.known GROUP BY project;
    CREATE TEMP TABLE runs AS SELECT project.name AS project, count(application.id) AS runs
      FROM main.project LEFT JOIN main.application ON application.project_id = project.id WHERE typeof(project.name) = 'text' GROUP BY project.name;`)
}

const heads = `substr(runs.project, 1, 1024) AS project, runs.runs AS runs, coalesce((SELECT log_files FROM temp.seen WHERE seen.project = runs.project), 0) AS logFiles`

function alone(connection: Connection): ServerProjectRow[] {
  const sql = `/* serverProjects */ SELECT ${heads}, 0 AS inBucket, 0 AS neverSeen, 0 AS unknownHere FROM temp.runs ORDER BY runs.project LIMIT ${mostProjects}`
  return connection.prepare<[], ServerProjectRow>(sql).all()
}

function compared(connection: Connection): ServerProjectRow[] {
  connection.exec(`
    CREATE TEMP TABLE ours_key AS SELECT project.name AS project, hour_prefix.text || object.rest AS key
      FROM ours.object JOIN ours.hour_prefix USING (prefix_id) JOIN ours.project ON project.project_id = hour_prefix.project_id
      WHERE object.kind = 'log' AND object.state <> 'gone';
    CREATE INDEX temp.ours_by_key ON ours_key (key);
    INSERT INTO temp.runs SELECT DISTINCT project, 0 FROM temp.ours_key WHERE project NOT IN (SELECT project FROM temp.runs);
    CREATE TEMP TABLE counted AS SELECT project, count(*) AS in_bucket, sum(key NOT IN (SELECT key FROM temp.known)) AS never_seen FROM temp.ours_key GROUP BY project;
    CREATE TEMP TABLE strange AS SELECT project, count(*) AS unknown_here FROM temp.known WHERE key NOT IN (SELECT key FROM temp.ours_key) GROUP BY project;`)
  const sql = `/* serverCompared */ SELECT ${heads},
      coalesce((SELECT in_bucket FROM temp.counted WHERE counted.project = runs.project), 0) AS inBucket,
      coalesce((SELECT never_seen FROM temp.counted WHERE counted.project = runs.project), 0) AS neverSeen,
      coalesce((SELECT unknown_here FROM temp.strange WHERE strange.project = runs.project), 0) AS unknownHere
    FROM temp.runs ORDER BY runs.project LIMIT ${mostProjects}`
  return connection.prepare<[], ServerProjectRow>(sql).all()
}
