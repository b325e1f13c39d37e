import type { StepKey } from '@shared/model/step'
import { statement } from './connection'
import type { AnyDatabase } from './connection'

interface PlacedStep extends StepKey {
  readonly action: string
  readonly beginObject: number | null
  readonly beginLine: number | null
  readonly endObject: number | null
  readonly endLine: number | null
}

/** A line of a run. */
export interface RunLine {
  readonly runId: number
  readonly objectId: number
  readonly line: number
  /** What the line says; `null` = it was not read. */
  readonly sequenceId: number | null
}

const columns = `build, sequence_id AS sequenceId, attempt, action, begin_object_id AS beginObject, begin_line AS beginLine,
  end_object_id AS endObject, end_line AS endLine`

/** The step a line belongs to: one that begins or ends there, else the last of its sequence id that begins before it; `null` = none. */
export function stepAt(db: AnyDatabase, { runId, objectId, line, sequenceId }: RunLine): (StepKey & { readonly action: string }) | null {
  const sql =
    sequenceId === null
      ? `/* stepsOfLine */ SELECT ${columns} FROM step WHERE run_id = ? AND ? IN (begin_object_id, end_object_id) ORDER BY build, sequence_id, attempt`
      : `/* stepsOfLineSequence */ SELECT ${columns} FROM step WHERE run_id = ? AND sequence_id = ? ORDER BY build, attempt`
  const steps = statement<[number, number], PlacedStep>(db.index, sql).all(runId, sequenceId ?? objectId)
  const standsAt = steps.find((step) => isAt(step.beginObject, step.beginLine) || isAt(step.endObject, step.endLine))
  if (standsAt !== undefined || sequenceId === null) return standsAt ?? null
  return steps.findLast((step) => step.beginObject === objectId && (step.beginLine ?? 0) < line) ?? steps.at(-1) ?? null

  function isAt(object: number | null, at: number | null): boolean {
    return object === objectId && at === line
  }
}
