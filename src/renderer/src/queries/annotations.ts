import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Annotation, AnnotationTarget, AnnotationWords, Thumbs } from '@shared/model/annotation'
import type { RunKey } from '@shared/model/run'
import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { formatCount, plural } from '../format/number'
import { runKeyText } from '../route'
import { announce } from '../ui/announcer'
import { toast } from '../ui/toast'

/** Which annotations a table shows; `null` project = all, `null` thumbs = any. */
export interface AnnotationFilter {
  readonly project: string | null
  readonly tags: readonly string[]
  readonly actions: readonly string[]
  readonly thumbs: Thumbs | null
  readonly text: string
}

const filterInput = ({ project, tags, actions, thumbs, text }: AnnotationFilter) => ({
  ...(project === null ? {} : { project }),
  ...(thumbs === null ? {} : { thumbs }),
  tags: [...tags],
  actions: [...actions],
  text: text.trim()
})

/** Annotations of a project or of all, last changed first. */
export const annotationsQuery = (filter: AnnotationFilter, limit: number) =>
  queryOptions({
    queryKey: ['annotations', filter.project, 'list', filterInput(filter), limit],
    queryFn: () => call('annotations.list', { ...filterInput(filter), limit }),
    placeholderData: keepPreviousData
  })

/** The annotations of one run in the order of its steps, at most 10,000. */
export const runAnnotationsQuery = ({ project, partitionKey, appId }: RunKey) =>
  queryOptions({
    queryKey: ['annotations', project, 'run', runKeyText({ project, partitionKey, appId })],
    queryFn: () => call('annotations.list', { run: { project, partitionKey, appId }, order: 'step', limit: 10_000 })
  })

/** Tags and actions to choose from. */
export const annotationWordsQuery = (project: string | null) =>
  queryOptions({
    queryKey: ['annotations', project, 'words'],
    queryFn: () => call('annotations.words', project === null ? {} : { project })
  })

/** How many annotations each project has, by its name. */
export const annotationCountsQuery = () =>
  queryOptions({
    queryKey: ['annotations', null, 'counts'],
    queryFn: async () => new Map((await call('annotations.counts', {})).map(({ word, count }) => [word, count]))
  })

/** Keeps an annotation: a new one when `annotationId` is `null`. */
export function saveAnnotation(words: AnnotationTarget & AnnotationWords, annotationId: number | null): Promise<Annotation> {
  const { run, step, action, spanId, fieldPath, tags, observations } = words
  const { project, partitionKey, appId } = run
  const input = { run: { project, partitionKey, appId }, step, action, spanId, fieldPath, tags: [...tags], observations: [...observations] }
  return annotationId === null ? call('annotations.create', input) : call('annotations.update', { ...input, annotationId })
}

/** Says what went wrong with something that was asked for by a key or a button. */
async function ask<Result>(doing: Promise<Result>): Promise<Result | null> {
  try {
    return await doing
  } catch (error) {
    const shape = toErrorShape(error)
    toast(shape.action === null ? shape.message : `${shape.message} ${shape.action}`, 'failed')
    return null
  }
}

/** Sets the verdict on a target, or (`null`) takes it back. */
export async function rate(target: AnnotationTarget, thumbs: Thumbs | null): Promise<void> {
  const { project, partitionKey, appId } = target.run
  const done = await ask(call('annotations.rate', { ...target, run: { project, partitionKey, appId }, thumbs }))
  if (done !== null) announce(thumbs === null ? 'Rating taken back' : `Rated thumbs ${thumbs}`)
}

/** Deletes an annotation and offers to bring it back. */
export async function deleteAnnotation({ annotationId, action, step }: Annotation): Promise<void> {
  const done = await ask(call('annotations.delete', { annotationId }).then(() => true))
  if (done === null) return
  toast(`The annotation on step ${step.sequenceId} (${action}) was deleted.`, 'ok', {
    label: 'Undo',
    run: () => void ask(call('annotations.restore', { annotationId })).then((restored) => restored !== null && announce('Annotation restored'))
  })
}

/** Saves all annotations that match in a file that the person names. */
export async function exportAnnotations(filter: AnnotationFilter, format: 'csv' | 'jsonl'): Promise<void> {
  const made = await ask(call('annotations.export', { ...filterInput(filter), format }))
  if (made === null) return
  const saved = await ask(call('app.saveText', { fileName: made.fileName, text: made.text }))
  if (saved !== null && saved.savedAs !== null) toast(`${plural(made.count, 'annotation')} saved as ${saved.savedAs}.`)
}

/** Whether a backup is what helps. */
export function isDamaged(error: unknown): boolean {
  return toErrorShape(error).code === 'damaged'
}

/** Restores the newest backup of a damaged file. */
export async function repairAnnotations(): Promise<void> {
  const done = await ask(call('annotations.repair', {}))
  if (done === null) return
  toast(
    done.backupUs === null
      ? 'There was no backup: annotations begin anew. The damaged file is kept aside.'
      : `Annotations are as they were ${formatCount(Math.max(1, Math.round((Date.now() - done.backupUs / 1000) / 60_000)))} minutes ago. The damaged file is kept aside.`
  )
}
