import { AppError } from '@shared/errors'
import { statement } from './connection'
import type { WriteDatabase } from './connection'

interface Rule {
  readonly name: string
  /** Gives a row where two places tell different stories. */
  readonly sql: string
}

const rules: readonly Rule[] = [
  {
    name: 'a prefix of another project',
    sql: `SELECT 1 FROM hour_prefix JOIN project USING (project_id) WHERE substr(hour_prefix.text, 1, length(project.name) + 6) <> 'data/' || project.name || '/' LIMIT 1`
  },
  {
    name: 'the objects of a prefix',
    sql: `SELECT 1 FROM hour_prefix WHERE object_count <> (SELECT count(*) FROM object WHERE object.prefix_id = hour_prefix.prefix_id AND state <> 'gone') LIMIT 1`
  },
  {
    name: 'an object of another run',
    sql: `SELECT 1 FROM object JOIN run USING (run_id) WHERE instr(object.rest, '/' || run.rest || '/') = 0 LIMIT 1`
  },
  {
    name: 'the runs of a project',
    sql: `SELECT 1 FROM project WHERE (run_count, step_count, never_stepped_count, failed_run_count) IS NOT (SELECT count(*), coalesce(sum(step_count), 0),
        coalesce(sum(last_action IS NULL), 0),
        coalesce(sum(waiting IS NULL AND is_last_step_open = 0 AND last_action IS NOT NULL AND failed_count > 0 AND is_recovered = 0), 0)
      FROM run WHERE run.project_id = project.project_id) LIMIT 1`
  },
  {
    name: 'the actions of a run',
    sql: `SELECT 1 FROM (SELECT action, run_id FROM run_action EXCEPT SELECT action, run_id FROM step) LIMIT 1`
  },
  { name: 'a graph', sql: `SELECT 1 FROM graph WHERE NOT json_valid(text) OR hash <> json_extract(text, '$.hash') LIMIT 1` }
]

/** Compares what stands in two places of the index; `index-damaged` at the first that does not fit. A turn for others after each. */
export function* checkCoherence(db: WriteDatabase): Generator<void, void, undefined> {
  for (const { name, sql } of rules) {
    if (statement<[]>(db.index, `/* coherence */ ${sql}`).get() !== undefined) {
      throw new AppError({
        code: 'index-damaged',
        message: 'The weekly check found the local index damaged.',
        action: 'Rebuild the index from the bucket: the damaged file is kept aside.',
        cause: new Error(name)
      })
    }
    yield
  }
}
