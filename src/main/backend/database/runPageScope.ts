import type { z } from 'zod'
import type { runList } from '@shared/contract/runs'
import { AppError } from '@shared/errors'
import { parseFilter } from '@shared/filter/parse'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { pinnedSql } from './pinSql'
import type { SqlPart } from './runFilterSql'
import type { RunScope } from './runPageSql'
import { readPinsIfWhole } from './userPins'

/** Which runs, in which order, as a window asks for them. */
export type RunListQuery = z.output<typeof runList>

/** A list found in the index, with the kept numbers of its project or partition. */
export interface FoundList {
  readonly scope: RunScope
  readonly runCount: number
  readonly neverSteppedCount: number
}

interface ScopeRow {
  readonly projectId: number
  readonly partitionId: number | null
  readonly runCount: number
  readonly neverSteppedCount: number
}

function findScope(db: AnyDatabase, { project, partitionKey }: RunListQuery): ScopeRow | undefined {
  if (partitionKey === undefined) {
    const sql = `/* projectScope */ SELECT project_id AS projectId, NULL AS partitionId, run_count AS runCount,
      never_stepped_count AS neverSteppedCount FROM project WHERE name = ?`
    return statement<[string], ScopeRow>(db.index, sql).get(project)
  }
  const sql = `/* partitionScope */ SELECT project_id AS projectId, partition_id AS partitionId, run_count AS runCount,
      never_stepped_count AS neverSteppedCount FROM partition
    WHERE project_id = (SELECT project_id FROM project WHERE name = ?) AND partition_key = ?`
  return statement<[string, string], ScopeRow>(db.index, sql).get(project, partitionKey ?? '')
}

function pinnedIn(db: AnyDatabase, project: { readonly id: number; readonly name: string }, nowUs: number): SqlPart | null {
  return pinnedSql(db, readPinsIfWhole(db.folder).map(({ target }) => target), project, nowUs)
}

/** The list a window asks for; `null` = the index has no such project. Throws `invalid-input` for a filter that cannot be read. */
export function findList(db: AnyDatabase, query: RunListQuery, nowUs: number): FoundList | null {
  const { terms, problems } = parseFilter(query.filter)
  if (problems[0] !== undefined) throw new AppError({ code: 'invalid-input', message: problems[0].message })
  if (terms.length > 100) throw new AppError({ code: 'invalid-input', message: 'A filter holds at most 100 terms.' })
  const row = findScope(db, query)
  if (row === undefined) return null
  const { includeNeverStepped, tree, sort } = query
  const { projectId, partitionId, runCount, neverSteppedCount } = row
  const plain = terms.map(({ term }) => term)
  const pinned = plain.some(({ key }) => key === 'offline') ? pinnedIn(db, { id: projectId, name: query.project }, nowUs) : null
  const scope = { projectId, partitionId, terms: plain, includeNeverStepped, tree, sort, nowUs, pinned }
  return { scope, runCount, neverSteppedCount }
}
