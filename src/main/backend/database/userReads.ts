import type { AnnotationPage, WordCount } from '@shared/contract/annotations'
import type { Annotation, AnnotationTarget, Observation } from '@shared/model/annotation'
import { suggestedTags } from '@shared/model/annotation'
import type { RunKey } from '@shared/model/run'
import { AppError } from '@shared/errors'
import { statement } from './connection'
import type { UserDatabase } from './userFile'

interface AnnotationTableRow {
  readonly annotation_id: number
  readonly project: string
  readonly partition_key: string | null
  readonly app_id: string
  readonly build: number | null
  readonly sequence_id: number
  readonly attempt: number | null
  readonly action: string
  readonly span_id: string | null
  readonly field_path: string | null
  readonly tags: string
  readonly observations: string
  readonly created_us: number
  readonly updated_us: number
}

function rowToAnnotation(row: AnnotationTableRow): Annotation {
  return {
    annotationId: row.annotation_id,
    run: { project: row.project, partitionKey: row.partition_key, appId: row.app_id },
    step: { build: row.build, sequenceId: row.sequence_id, attempt: row.attempt },
    action: row.action,
    spanId: row.span_id,
    fieldPath: row.field_path,
    tags: JSON.parse(row.tags) as string[],
    observations: JSON.parse(row.observations) as Observation[],
    createdUs: row.created_us,
    updatedUs: row.updated_us
  }
}

/** A target's values in the order of the table's columns. */
export function targetValues({ run, step, action, spanId, fieldPath }: AnnotationTarget): readonly unknown[] {
  return [run.project, run.partitionKey, run.appId, step.build, step.sequenceId, step.attempt, action, spanId, fieldPath]
}

/** An annotation that is not deleted; `not-found` when there is none of that id. */
export function readAnnotation(db: UserDatabase, annotationId: number): Annotation {
  const sql = '/* readAnnotation */ SELECT * FROM annotation WHERE annotation_id = ? AND deleted_us IS NULL'
  const row = statement<[number], AnnotationTableRow>(db.user, sql).get(annotationId)
  if (row === undefined) throw new AppError({ code: 'not-found', message: 'This annotation is not there any more.' })
  return rowToAnnotation(row)
}

/** The newest annotation on exactly this target, or `null`. */
export function sameTarget(db: UserDatabase, target: AnnotationTarget): Annotation | null {
  const sql = `/* sameTarget */ SELECT * FROM annotation WHERE deleted_us IS NULL AND project = ? AND partition_key IS ? AND app_id = ?
    AND build IS ? AND sequence_id = ? AND attempt IS ? AND span_id IS ? AND field_path IS ? ORDER BY annotation_id DESC LIMIT 1`
  const { run, step, spanId, fieldPath } = target
  const values = [run.project, run.partitionKey, run.appId, step.build, step.sequenceId, step.attempt, spanId, fieldPath]
  const row = statement<unknown[], AnnotationTableRow>(db.user, sql).get(...values)
  return row === undefined ? null : rowToAnnotation(row)
}

/** Which annotations are asked for; what is left out or empty does not narrow them. */
export interface AnnotationQuery {
  readonly project?: string | undefined
  readonly run?: RunKey | undefined
  readonly sequenceId?: number | undefined
  readonly tags: readonly string[]
  readonly actions: readonly string[]
  readonly thumbs?: 'up' | 'down' | undefined
  readonly text: string
}

const orders = {
  updated: 'updated_us DESC, annotation_id DESC',
  step: 'coalesce(build, 0), sequence_id, coalesce(attempt, 0), annotation_id'
} as const

/** Annotations that match, at most `limit` of them, and how many there are in all. */
export function listAnnotations(db: UserDatabase, query: AnnotationQuery, order: keyof typeof orders, limit: number): AnnotationPage {
  const { where, values } = conditionsOf(query)
  const sql = `/* listAnnotations */ SELECT * FROM annotation WHERE ${where} ORDER BY ${orders[order]} LIMIT ?`
  const rows = statement<unknown[], AnnotationTableRow>(db.user, sql).all(...values, limit)
  const countSql = `/* countAnnotations */ SELECT count(DISTINCT annotation_id) AS total,
      count(*) FILTER (WHERE said.value ->> 'thumbs' = 'up') AS up, count(*) FILTER (WHERE said.value ->> 'thumbs' = 'down') AS down
    FROM annotation LEFT JOIN json_each(observations) AS said WHERE ${where}`
  type Counts = Pick<AnnotationPage, 'total' | 'up' | 'down'>
  const counts = statement<unknown[], Counts>(db.user, countSql).get(...values) ?? { total: 0, up: 0, down: 0 }
  return { annotations: rows.map(rowToAnnotation), ...counts }
}

function conditionsOf({ project, run, sequenceId, tags, actions, thumbs, text }: AnnotationQuery): { readonly where: string; readonly values: readonly unknown[] } {
  const all: [string, ...unknown[]][] = [['deleted_us IS NULL']]
  if (project !== undefined) all.push(['project = ?', project])
  if (run !== undefined) all.push(['project = ? AND partition_key IS ? AND app_id = ?', run.project, run.partitionKey, run.appId])
  if (sequenceId !== undefined) all.push(['sequence_id = ?', sequenceId])
  for (const tag of tags) all.push(['EXISTS (SELECT 1 FROM json_each(tags) AS one WHERE one.value = ?)', tag])
  if (actions.length > 0) all.push([`action IN (SELECT value FROM json_each(?))`, JSON.stringify(actions)])
  if (thumbs !== undefined) all.push([`EXISTS (SELECT 1 FROM json_each(observations) AS one WHERE one.value ->> 'thumbs' = ?)`, thumbs])
  if (text !== '') {
    const said = `coalesce(one.value ->> 'note', '') || char(10) || coalesce(one.value ->> 'groundTruth', '')`
    all.push([`EXISTS (SELECT 1 FROM json_each(observations) AS one WHERE instr(lower(${said}), lower(?)) > 0)`, text])
  }
  return { where: all.map(([sql]) => `(${sql})`).join(' AND '), values: all.flatMap(([, ...values]) => values) }
}

/** Tags that are used, most used first, then those that are only suggested; and the actions that are annotated. */
export function readWords(db: UserDatabase, project: string | undefined): { readonly tags: readonly WordCount[]; readonly actions: readonly WordCount[] } {
  const of = 'deleted_us IS NULL AND project = coalesce(?, project)'
  const tagSql = `/* readTags */ SELECT one.value AS word, count(*) AS count FROM annotation, json_each(tags) AS one
    WHERE ${of} GROUP BY one.value ORDER BY count(*) DESC, one.value`
  const actionSql = `/* readActions */ SELECT action AS word, count(*) AS count FROM annotation WHERE ${of} GROUP BY action ORDER BY action`
  const read = (sql: string): WordCount[] => statement<[string | null], WordCount>(db.user, sql).all(project ?? null)
  return { tags: withSuggested(read(tagSql)), actions: read(actionSql) }
}

/** How many annotations each project has that has any. */
export function countByProject(db: UserDatabase): readonly WordCount[] {
  const sql = '/* countByProject */ SELECT project AS word, count(*) AS count FROM annotation WHERE deleted_us IS NULL GROUP BY project ORDER BY project'
  return statement<[], WordCount>(db.user, sql).all()
}

/** Adds the suggested tags that are not among those given. */
export function withSuggested(used: readonly WordCount[]): readonly WordCount[] {
  const known = new Set(used.map(({ word }) => word))
  return [...used, ...suggestedTags.filter((word) => !known.has(word)).map((word) => ({ word, count: 0 }))]
}
