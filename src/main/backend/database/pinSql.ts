import type { PinTarget } from '@shared/model/offline'
import { AppError } from '@shared/errors'
import { parseFilter } from '@shared/filter/parse'
import type { FilterTerm } from '@shared/filter/term'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { joined, termSql } from './runFilterSql'
import type { SqlPart } from './runFilterSql'

/** The project that a pin is in. */
export function projectOf(target: PinTarget): string {
  return target.kind === 'run' ? target.run.project : target.project
}

/** The terms of a filter that can be kept; throws `invalid-input` for one that cannot be read, is empty, or asks what is offline. */
export function keepableTerms(filter: string): readonly FilterTerm[] {
  const { terms, problems } = parseFilter(filter)
  if (problems[0] !== undefined) throw new AppError({ code: 'invalid-input', message: problems[0].message })
  const plain = terms.map(({ term }) => term)
  if (plain.some(({ key }) => key === 'offline')) {
    throw new AppError({
      code: 'invalid-input',
      message: 'A filter that asks what is offline cannot be kept offline itself.',
      action: 'Take "offline:" out of the filter.'
    })
  }
  return plain
}

/** Whether a row of `run` in this project is one of the targets, in SQL at that time (UTC microseconds); `null` = no target is in it. */
export function pinnedSql(db: AnyDatabase, targets: readonly PinTarget[], project: { readonly id: number; readonly name: string }, nowUs: number): SqlPart | null {
  const here = targets.filter((target) => projectOf(target) === project.name)
  if (here.some(({ kind }) => kind === 'project')) return { sql: '1', values: [] }
  const parts: SqlPart[] = []
  const runs = here.flatMap((target) => (target.kind === 'run' ? runIds(db, project.id, target) : []))
  if (runs.length > 0) parts.push({ sql: 'run.run_id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(runs)] })
  for (const target of here) if (target.kind === 'filter') parts.push(filterSql(project.id, target, nowUs))
  return parts.length === 0 ? null : joined(parts, ' OR ')
}

function runIds(db: AnyDatabase, project: number, { run }: Extract<PinTarget, { kind: 'run' }>): number[] {
  const sql = `/* pinnedRun */ SELECT run_id AS id FROM run JOIN partition USING (partition_id)
    WHERE run.project_id = ? AND app_id = ? AND partition_key = ? ORDER BY is_opaque LIMIT 1`
  const found = statement<unknown[], { id: number }>(db.index, sql).get(project, run.appId, run.partitionKey ?? '')
  return found === undefined ? [] : [found.id]
}

// A filter that a later program wrote and this one cannot read keeps nothing.
function filterSql(project: number, target: Extract<PinTarget, { kind: 'filter' }>, nowUs: number): SqlPart {
  const { terms, problems } = parseFilter(target.filter)
  if (problems.length > 0) return { sql: '0', values: [] }
  const parts = terms.map(({ term }) => termSql(term, nowUs))
  if (target.partitionKey !== undefined) {
    const sql = 'run.partition_id = (SELECT partition_id FROM partition WHERE project_id = ? AND partition_key = ?)'
    parts.push({ sql, values: [project, target.partitionKey ?? ''] })
  }
  return parts.length === 0 ? { sql: '1', values: [] } : joined(parts, ' AND ')
}
