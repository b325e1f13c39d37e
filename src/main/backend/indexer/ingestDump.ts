import type { AnyDatabase } from '../database/connection'

interface Query {
  readonly name: string
  readonly sql: string
}

const keyOf = (object: string, prefix: string) => `${prefix}.text || ${object}.rest`

// Ids depend on the order of arrival, so everything is told by name.
const queries: readonly Query[] = [
  {
    name: 'object',
    sql: `SELECT ${keyOf('o', 'p')} AS key, o.kind, o.state, o.size_bytes, o.etag, o.has_body, o.facts, o.rewritten_count, run.rest AS run
      FROM object AS o JOIN hour_prefix AS p USING (prefix_id) LEFT JOIN run USING (run_id) ORDER BY key`
  },
  { name: 'prefix', sql: 'SELECT text, object_count FROM hour_prefix ORDER BY text' },
  { name: 'graph', sql: 'SELECT hash, self_transitions, text FROM graph ORDER BY hash' },
  {
    name: 'run',
    sql: `SELECT project.name, partition.partition_key, run.* FROM run JOIN project USING (project_id) JOIN partition USING (partition_id)
      ORDER BY project.name, run.rest`
  },
  {
    name: 'step',
    sql: `SELECT project.name, run.rest, begin_p.text || begin_o.rest AS begin_key, end_p.text || end_o.rest AS end_key, step.*
      FROM step JOIN run USING (run_id) JOIN project USING (project_id) LEFT JOIN object AS begin_o ON begin_o.object_id = begin_object_id
      LEFT JOIN hour_prefix AS begin_p ON begin_p.prefix_id = begin_o.prefix_id
      LEFT JOIN object AS end_o ON end_o.object_id = end_object_id
      LEFT JOIN hour_prefix AS end_p ON end_p.prefix_id = end_o.prefix_id
      ORDER BY project.name, run.rest, build, sequence_id, attempt`
  },
  { name: 'run_action', sql: 'SELECT run.rest, action FROM run_action JOIN run USING (run_id) ORDER BY run.rest, action' },
  { name: 'pointer', sql: 'SELECT run.rest, pointer.* FROM pointer JOIN run USING (run_id) ORDER BY run.rest, kind, position' },
  { name: 'project', sql: 'SELECT * FROM project ORDER BY name' },
  {
    name: 'partition',
    sql: `SELECT project.name, partition.* FROM partition JOIN project USING (project_id) WHERE partition.run_count > 0
      ORDER BY project.name, partition_key`
  },
  {
    name: 'object_count',
    sql: `SELECT project.name, state, count FROM object_count LEFT JOIN project USING (project_id) WHERE count <> 0 ORDER BY 1, 2`
  },
  {
    name: 'set_aside',
    sql: `SELECT ${keyOf('o', 'p')} AS key, s.state, s.reason FROM set_aside AS s JOIN object AS o USING (object_id)
      JOIN hour_prefix AS p USING (prefix_id) ORDER BY key`
  },
  {
    name: 'bad_line',
    sql: `SELECT ${keyOf('o', 'p')} AS key, run.rest AS run, line, offset_bytes, length_bytes, reason FROM bad_line
      JOIN object AS o USING (object_id) JOIN hour_prefix AS p USING (prefix_id) JOIN run ON run.run_id = bad_line.run_id
      ORDER BY key, line`
  }
]

/** Everything an index says, without the ids: two indexes of the same objects give the same. */
export function dumpIndex(db: AnyDatabase): Record<string, unknown[]> {
  return Object.fromEntries(
    queries.map(({ name, sql }) => [name, db.index.prepare<[], Record<string, unknown>>(sql).all().map(withoutIds)])
  )
}

function withoutIds(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name === 'sequence_id' || !name.endsWith('_id') || name === 'app_id'))
}
