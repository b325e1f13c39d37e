import type { IndexResult } from './backendProcess'
import { databasesIn } from './indexing'
import { runHere, sql } from './onAppNode'
import { say } from './report'
import { Stub } from './stub/stub'

/** An index of so many runs of one project, made of a small indexed one by copying its runs; gives where it came from. */
export async function makeManyRuns(dataFolder: string, runs: number, port = 0): Promise<{ readonly port: number; readonly index: string }> {
  const objects = 2000
  const stub = await Stub.start({ objects, filesPerRun: 1, port })
  await runHere<IndexResult>('backendProcess.ts', { do: 'index', dataFolder, endpointUrl: stub.endpointUrl, concurrency: 32, objects, polls: 0 })
  stub.stop()
  const { index } = databasesIn(dataFolder)
  say(`copying runs until there are ${String(runs)} …`)
  const changed = new Set(['run_id', 'app_id', 'rest', 'first_time_us', 'last_time_us'])
  const columns = sql(index, ['SELECT name FROM pragma_table_info(\'run\')']).map(({ name }) => String(name)).filter((name) => !changed.has(name))
  const copies = Math.round(runs / objects) - 1
  sql(index, [
    'PRAGMA cache_size = -600000',
    'PRAGMA wal_autocheckpoint = 0',
    `WITH RECURSIVE copy (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM copy WHERE n < ${String(copies)})
     INSERT INTO run (app_id, rest, first_time_us, last_time_us, ${columns.join(', ')})
     SELECT printf('%05d-', n) || app_id, printf('%05d-', n) || rest, first_time_us - n * 1000003, last_time_us - n * 1000003, ${columns.join(', ')} FROM copy, run`,
    `UPDATE project SET run_count = (SELECT count(*) FROM run)`,
    `UPDATE partition SET run_count = (SELECT count(*) FROM run)`,
    'PRAGMA wal_checkpoint(TRUNCATE)'
  ])
  return { port: stub.port, index }
}
