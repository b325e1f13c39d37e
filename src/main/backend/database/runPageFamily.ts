import type { FamilyRun } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { findRunId } from './readRun'
import { markedRuns } from './runMarks'
import { matchingIds, readRows } from './runPage'
import { findList } from './runPageScope'
import type { RunListQuery } from './runPageScope'
import { familyEdges } from './runPageSql'

const mostRuns = 500

interface Edge {
  readonly child_id: number
  readonly kind: 'fork' | 'spawn'
  readonly parent_id: number
}

/** The children of one run; the pointers of both kinds to the same parent are one, as a sub-run. */
function childrenOf(db: AnyDatabase, projectId: number, appId: string, parentId: number): Edge[] {
  const sql = `/* familyChildren */ SELECT child_id, max(kind) AS kind, parent_id FROM (${familyEdges}
      WHERE pointer.project_id = ? AND pointer.parent_app_id = ?)
    WHERE parent_id = ? GROUP BY child_id ORDER BY child_id`
  return statement<unknown[], Edge>(db.index, sql).all(projectId, appId, parentId)
}

/** All runs below a run, each behind its parent, oldest first; a run with two parents stands under the first that is met. */
export function readFamilyList(db: AnyDatabase, query: RunListQuery & { readonly run: RunKey }, nowUs: number): readonly FamilyRun[] {
  const list = findList(db, { ...query, tree: true }, nowUs)
  if (list === null) return []
  const { scope } = list
  const seen = new Set<number>()
  const found: { readonly id: number; readonly kind: Edge['kind']; readonly depth: number }[] = []
  const walk = (parentId: number, depth: number): void => {
    const [parent] = readRows(db, [parentId])
    if (parent === undefined) return
    for (const { child_id: id, kind } of childrenOf(db, scope.projectId, parent.app_id, parentId)) {
      if (seen.has(id) || found.length >= mostRuns) continue
      seen.add(id)
      found.push({ id, kind, depth })
      walk(id, depth + 1)
    }
  }
  walk(findRunId(db, query.run), 1)
  const ids = found.map(({ id }) => id)
  const rows = readRows(db, ids)
  const marked = markedRuns(db, rows, nowUs)
  const runs = new Map(rows.flatMap(({ run_id }, at) => (marked[at] === undefined ? [] : [[run_id, marked[at]]])))
  const matching = matchingIds(db, scope, ids)
  return found.flatMap(({ id, kind, depth }) => {
    const run = runs.get(id)
    return run === undefined ? [] : [{ run, kind, depth, matches: matching.has(id) }]
  })
}
