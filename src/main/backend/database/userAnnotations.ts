import type { Annotation, AnnotationTarget, AnnotationWords, Observation, Thumbs } from '@shared/model/annotation'
import { AppError } from '@shared/errors'
import { statement } from './connection'
import { readAnnotation, sameTarget, targetValues } from './userReads'
import type { UserWriter } from './userFile'

const restorableUs = 30 * 24 * 3_600_000_000

const columns = 'project, partition_key, app_id, build, sequence_id, attempt, action, span_id, field_path'

/** Keeps a new annotation. */
export function createAnnotation(writer: UserWriter, words: AnnotationTarget & AnnotationWords, nowUs: number): Annotation {
  const sql = `/* createAnnotation */ INSERT INTO annotation (${columns}, tags, observations, created_us, updated_us)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  const { tags, observations } = words
  const { lastInsertRowid } = statement<unknown[]>(writer.user, sql).run(
    ...targetValues(words), JSON.stringify(tags), JSON.stringify(observations), nowUs, nowUs
  )
  return readAnnotation(writer, Number(lastInsertRowid))
}

/** Puts other words and another target in the place of the old ones; `not-found` when there is no such annotation or it is deleted. */
export function updateAnnotation(
  writer: UserWriter,
  { annotationId, ...words }: AnnotationTarget & AnnotationWords & { readonly annotationId: number },
  nowUs: number
): Annotation {
  const sql = `/* updateAnnotation */ UPDATE annotation SET (${columns}, tags, observations, updated_us)
      = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE annotation_id = ? AND deleted_us IS NULL`
  const { tags, observations } = words
  const { changes } = statement<unknown[]>(writer.user, sql).run(
    ...targetValues(words), JSON.stringify(tags), JSON.stringify(observations), nowUs, annotationId
  )
  if (changes === 0) throw gone()
  return readAnnotation(writer, annotationId)
}

/** Sets the first observation's verdict on a target; makes the annotation when there is none to take back from. */
export function rateTarget(writer: UserWriter, target: AnnotationTarget, thumbs: Thumbs | null, nowUs: number): Annotation | null {
  const found = sameTarget(writer, target)
  if (found === null) {
    if (thumbs === null) return null
    return createAnnotation(writer, { ...target, tags: [], observations: [{ thumbs, note: null, groundTruth: null, pointers: [] }] }, nowUs)
  }
  const [first, ...others] = found.observations
  const rated: Observation = { note: null, groundTruth: null, pointers: [], ...first, thumbs }
  return updateAnnotation(writer, { ...found, observations: [rated, ...others] }, nowUs)
}

/** Takes an annotation out of every list; `not-found` when it is not there. */
export function deleteAnnotation(writer: UserWriter, annotationId: number, nowUs: number): Annotation {
  const before = readAnnotation(writer, annotationId)
  const sql = '/* deleteAnnotation */ UPDATE annotation SET deleted_us = ? WHERE annotation_id = ? AND deleted_us IS NULL'
  if (statement<unknown[]>(writer.user, sql).run(nowUs, annotationId).changes === 0) throw gone()
  return before
}

/** Brings a deleted annotation back as it was; `not-found` when it is not kept any more. */
export function restoreAnnotation(writer: UserWriter, annotationId: number): Annotation {
  statement<unknown[]>(writer.user, '/* restoreAnnotation */ UPDATE annotation SET deleted_us = NULL WHERE annotation_id = ?').run(annotationId)
  return readAnnotation(writer, annotationId)
}

/** Forgets what was deleted more than thirty days ago. */
export function purgeDeleted(writer: UserWriter, nowUs: number): void {
  const sql = '/* purgeDeleted */ DELETE FROM annotation WHERE deleted_us < ?'
  statement<[number]>(writer.user, sql).run(nowUs - restorableUs)
}

function gone(): AppError {
  return new AppError({ code: 'not-found', message: 'This annotation is not there any more.' })
}
