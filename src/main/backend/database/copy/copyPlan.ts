/** What becomes of a table when an index is copied for someone else. */
export type TableRule =
  /** All rows travel. */
  | 'copied'
  /** Rows tell of this computer only: they stay. */
  | 'local'
  /** Rows travel, but only an installation's own are believed. */
  | 'own'
  /** Rows are counted anew from the others. */
  | 'recounted'

/** The rule of every table of the index, parents before children. */
export const tableRules: Readonly<Record<string, TableRule>> = {
  project: 'copied',
  partition: 'copied',
  hour_prefix: 'copied',
  graph: 'copied',
  run: 'copied',
  object: 'copied',
  object_count: 'recounted',
  set_aside: 'copied',
  bad_line: 'copied',
  step: 'copied',
  run_action: 'recounted',
  pointer: 'copied',
  prefix_state: 'own',
  job: 'local',
  request_count: 'local',
  meta: 'own'
}

const kib = 1024

/** Longest texts in bytes, where a column holds more than a name or a line. */
const textLimits: Readonly<Record<string, number>> = {
  'object.facts': 16 * kib * kib,
  'graph.text': 16 * kib * kib,
  'graph.self_transitions': 4 * kib * kib,
  'run.builds': 4 * kib * kib
}

/** Longest text of a column in bytes. */
export function textLimitBytes(table: string, column: string): number {
  return textLimits[`${table}.${column}`] ?? 64 * kib
}

/** Columns that hold JSON, which readers parse without asking. */
export const jsonColumns: ReadonlySet<string> = new Set([
  'object.facts',
  'graph.text',
  'graph.self_transitions',
  'run.waiting',
  'run.fork_parent',
  'run.spawn_parent',
  'run.builds',
  'run.clock'
])

/** Columns that say what lies on one disk: they start anew on another. */
export const localColumns: ReadonlySet<string> = new Set(['object.has_body', 'run.body_count', 'project.waiting_count'])

/** Conditions on rows beyond those of the schema; `source` is the file they come from. */
export const rowConditions: Readonly<Record<string, string>> = {
  project: `instr(name, '/') = 0`,
  hour_prefix: `(text = '' OR substr(text, 1, 5) = 'data/') AND (project_id IS NULL OR EXISTS (SELECT 1 FROM source.project
    WHERE project.project_id = hour_prefix.project_id AND substr(hour_prefix.text, 1, length(name) + 6) = 'data/' || name || '/'))`,
  object: `(substr(rest, 1, 5) = 'data/'
    OR prefix_id IS NOT (SELECT prefix_id FROM source.hour_prefix WHERE text = ''))`,
  prefix_state: `substr(prefix, 1, 5) = 'data/'`,
  meta: `name = 'generation'`
}
