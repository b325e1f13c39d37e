import { memberText, scanObject } from '@shared/exactJson/members'
import { AppError } from '@shared/errors'
import type { InAndOut } from '@shared/contract/family'
import type { Graph, GraphAction } from '@shared/model/graph'
import type { RunKey } from '@shared/model/run'
import type { StepDetail } from '@shared/model/step'
import { statement } from '../database/connection'
import type { AnyDatabase } from '../database/connection'
import { readGraphText } from '../database/graphs'
import { findRunId } from '../database/readRun'
import type { StepTableRow } from '../database/readSteps'
import { isBookkeeping } from '../database/textOfFile'
import { readStepDetail } from './stepDetail'

/** A value longer than this (UTF-16 units of its JSON text) is cut. */
const longestMember = 4000

/** What went into a run and what came out of it; unknown while its bodies are not on this disk. */
export function readInAndOut(db: AnyDatabase, run: RunKey): InAndOut {
  const runId = findRunId(db, run)
  const actions = readActions(db, runId)
  const first = detailOf(db, run, edgeStep(db, runId, 'ASC'))
  const last = detailOf(db, run, edgeStep(db, runId, 'DESC'))
  const inputs = members(first?.inputsText ?? null)
  const result = members(last?.resultText ?? null)
  const given = actions.get(first?.step.action ?? '')
  const made = actions.get(last?.step.action ?? '')
  return {
    inText: inputs ?? (given === undefined ? null : members(first?.stateText ?? null, given.reads.filter((name) => !given.writes.includes(name)))),
    inOf: inputs === null ? 'state' : 'inputs',
    outText: result ?? (made === undefined ? null : members(last?.stateText ?? null, made.writes)),
    outOf: result === null ? 'state' : 'result'
  }
}

function readActions(db: AnyDatabase, runId: number): ReadonlyMap<string, GraphAction> {
  const sql = '/* graphOfRun */ SELECT graph_hash AS hash FROM run WHERE run_id = ?'
  const hash = statement<[number], { hash: string | null }>(db.index, sql).get(runId)?.hash ?? null
  const text = hash === null ? null : readGraphText(db, hash)
  return new Map(text === null ? [] : (JSON.parse(text) as Graph).actions.map((action) => [action.name, action]))
}

function edgeStep(db: AnyDatabase, runId: number, order: 'ASC' | 'DESC'): StepTableRow | undefined {
  const sql = `/* edgeStep${order} */ SELECT * FROM step WHERE run_id = ? ORDER BY build ${order}, sequence_id ${order}, attempt ${order} LIMIT 1`
  return statement<[number], StepTableRow>(db.index, sql).get(runId)
}

function detailOf(db: AnyDatabase, run: RunKey, row: StepTableRow | undefined): StepDetail | null {
  if (row === undefined) return null
  try {
    return readStepDetail(db, run, { build: row.build, sequenceId: row.sequence_id, attempt: row.attempt })
  } catch (error) {
    if (error instanceof AppError && error.code === 'body-missing') return null
    throw error
  }
}

/** The members of an object as JSON text, those named or all but Burr's own; `null` when there are none. */
function members(json: string | null, names?: readonly string[]): string | null {
  const scan = json === null ? null : scanObject(json)
  if (json === null || scan === null || !scan.ok) return null
  const wanted = names ?? scan.members.map(({ key }) => key).filter((key) => !isBookkeeping(key))
  const parts = [...new Set(wanted)].flatMap((key) => {
    const text = memberText(json, scan, key)
    return text === null ? [] : [`${JSON.stringify(key)}:${text.length > longestMember ? '"…"' : text}`]
  })
  return parts.length === 0 ? null : `{${parts.join(',')}}`
}
