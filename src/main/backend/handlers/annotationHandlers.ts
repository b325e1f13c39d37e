import type { Parsed } from '@shared/contract/contract'
import type { AnnotationPage } from '@shared/contract/annotations'
import { createAnnotation, deleteAnnotation, rateTarget, restoreAnnotation, updateAnnotation } from '../database/userAnnotations'
import { readUser } from '../database/userFile'
import { countByProject, listAnnotations, readWords, withSuggested } from '../database/userReads'
import type { AnnotationQuery } from '../database/userReads'
import { annotationsCsv, annotationsJsonl } from './annotationExport'
import { safeFileName } from './fileName'
import type { IndexerContext, IndexerPart } from './indexerMethod'
import type { ReaderPart } from './readerMethod'

const nobody: AnnotationPage = { annotations: [], total: 0, up: 0, down: 0 }
/** More than a person makes; keeps the text of a file below what a reply may hold. */
const exportLimit = 100_000

/** The calls that read annotations. */
export const annotationReads: ReaderPart<'annotations.list' | 'annotations.words' | 'annotations.counts' | 'annotations.export'> = {
  'annotations.list': ({ db }, query) => readUser(db.folder, nobody, (reader) => listAnnotations(reader, query, query.order, query.limit)),
  'annotations.words': ({ db }, { project }) =>
    readUser(db.folder, { tags: withSuggested([]), actions: [] }, (reader) => readWords(reader, project)),
  'annotations.counts': ({ db }) => readUser(db.folder, [], countByProject),
  'annotations.export': ({ db }, query) => {
    const { annotations } = readUser(db.folder, nobody, (reader) => listAnnotations(reader, query, 'updated', exportLimit))
    const text = query.format === 'csv' ? annotationsCsv(annotations) : annotationsJsonl(annotations)
    return { fileName: safeFileName('annotations', about(query), query.format), text, count: annotations.length }
  }
}

const about = ({ project, run }: AnnotationQuery): string => run?.appId ?? project ?? 'all-projects'

type Writes =
  | 'annotations.create'
  | 'annotations.update'
  | 'annotations.rate'
  | 'annotations.delete'
  | 'annotations.restore'
  | 'annotations.repair'

/** The calls that change annotations; each tells the windows which project's changed. */
export const annotationWrites: IndexerPart<Writes> = {
  'annotations.create': (context, words) => told(context, words.run.project, context.user().write((writer, nowUs) => createAnnotation(writer, words, nowUs))),
  'annotations.update': (context, words) => told(context, words.run.project, context.user().write((writer, nowUs) => updateAnnotation(writer, words, nowUs))),
  'annotations.rate': (context, { thumbs, ...target }: Parsed<'annotations.rate'>) =>
    told(context, target.run.project, context.user().write((writer, nowUs) => rateTarget(writer, target, thumbs, nowUs))),
  'annotations.delete': (context, { annotationId }) => {
    const { run } = context.user().write((writer, nowUs) => deleteAnnotation(writer, annotationId, nowUs))
    return told(context, run.project, null)
  },
  'annotations.restore': (context, { annotationId }) => {
    const annotation = context.user().write((writer) => restoreAnnotation(writer, annotationId))
    return told(context, annotation.run.project, annotation)
  },
  'annotations.repair': (context) => told(context, null, { backupUs: context.user().repair() })
}

function told<Result>(context: IndexerContext, project: string | null, result: Result): Result {
  context.emit({ kind: 'annotations', project })
  return result
}
