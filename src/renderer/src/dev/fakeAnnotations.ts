import type { Change } from '@shared/contract/change'
import type { Output, Parsed } from '@shared/contract/contract'
import type { Annotation, AnnotationTarget, AnnotationWords, Observation } from '@shared/model/annotation'
import { suggestedTags } from '@shared/model/annotation'
import { AppError } from '@shared/errors'
import { fakeProjects, fakeRun } from './fakeRuns'

type Method = 'list' | 'words' | 'counts' | 'export' | 'create' | 'update' | 'rate' | 'delete' | 'restore' | 'repair'
type Answers = { readonly [M in `annotations.${Method}`]: (input: Parsed<M>) => Output<M> }

const notes = ['The answer names a refund window that is not in the policy.', 'Right, and short enough to send.', 'Asked for the order number twice.', 'Should have handed over to a person.']
const spoken = (thumbs: Observation['thumbs'], note: string | null): Observation => ({
  thumbs, note, groundTruth: note !== null && thumbs === 'down' ? 'Refunds are possible within 14 days.' : null, pointers: note === null ? [] : [{ kind: 'state-field', name: 'chat_history', spanId: null }]
})

function made(count: number): Annotation[] {
  const project = fakeProjects[0]
  if (project === undefined) return []
  return Array.from({ length: count }, (_, at) => {
    const { project: name, partitionKey, appId } = fakeRun(project, at)
    return {
      annotationId: at + 1, run: { project: name, partitionKey, appId }, step: { build: 0, sequenceId: 1 + (at % 5), attempt: 0 }, action: ['route', 'retrieve', 'respond'][at % 3] ?? 'respond',
      spanId: null, fieldPath: null, tags: suggestedTags.filter((_tag, place) => (at + place) % 5 === 0),
      observations: [spoken(at % 3 === 0 ? 'up' : 'down', notes[at % 4] ?? null), ...(at % 4 === 0 ? [spoken(null, notes[(at + 1) % 4] ?? null)] : [])],
      createdUs: Date.now() * 1000 - at * 3_600_000_000, updatedUs: Date.now() * 1000 - at * 3_000_000_000
    }
  })
}

/** Annotations that are made up and can be changed until the page is left. */
export function fakeAnnotations(bare: boolean, push: (change: Change) => void): Answers {
  let all = made(bare ? 0 : 40)
  const deleted = new Map<number, Annotation>()
  const put = (annotation: Annotation): Annotation => {
    all = [annotation, ...all.filter((each) => each.annotationId !== annotation.annotationId)]
    push({ kind: 'annotations', project: annotation.run.project })
    return annotation
  }
  const create = (words: AnnotationTarget & AnnotationWords): Annotation =>
    put({ ...words, annotationId: 1000 + Math.floor(performance.now()), createdUs: Date.now() * 1000, updatedUs: Date.now() * 1000 })
  const matching = (query: Parsed<'annotations.export'> | Parsed<'annotations.list'>): Annotation[] =>
    all.filter(({ run, tags, action, observations }) =>
      (query.project === undefined || query.project === run.project) &&
      (query.run === undefined || (query.run.appId === run.appId && query.run.project === run.project)) &&
      query.tags.every((tag) => tags.includes(tag)) &&
      (query.actions.length === 0 || query.actions.includes(action)) &&
      (query.thumbs === undefined || observations.some(({ thumbs }) => thumbs === query.thumbs)) &&
      (query.text === '' || observations.some(({ note }) => note?.includes(query.text) === true))
    )
  const verdicts = (annotations: readonly Annotation[], thumbs: 'up' | 'down'): number =>
    annotations.flatMap(({ observations }) => observations).filter((each) => each.thumbs === thumbs).length
  return {
    'annotations.list': (query) => {
      const found = matching(query)
      return { annotations: found.slice(0, query.limit), total: found.length, up: verdicts(found, 'up'), down: verdicts(found, 'down') }
    },
    'annotations.words': () => ({
      tags: suggestedTags.map((word) => ({ word, count: all.filter(({ tags }) => tags.includes(word)).length })),
      actions: [...new Set(all.map(({ action }) => action))].map((word) => ({ word, count: all.filter(({ action }) => action === word).length }))
    }),
    'annotations.counts': () => [...new Set(all.map(({ run }) => run.project))].map((word) => ({ word, count: all.filter(({ run }) => run.project === word).length })),
    'annotations.export': (query) => ({ fileName: `annotations-made-up.${query.format}`, text: '', count: matching(query).length }),
    'annotations.create': create,
    'annotations.update': (words) => put({ ...words, createdUs: Date.now() * 1000, updatedUs: Date.now() * 1000 }),
    'annotations.rate': ({ thumbs, ...target }) => create({ ...target, tags: [], observations: [spoken(thumbs, null)] }),
    'annotations.delete': ({ annotationId }) => {
      const found = all.find((each) => each.annotationId === annotationId)
      if (found !== undefined) deleted.set(annotationId, found)
      all = all.filter((each) => each.annotationId !== annotationId)
      push({ kind: 'annotations', project: null })
      return null
    },
    'annotations.restore': ({ annotationId }) => {
      const found = deleted.get(annotationId)
      if (found === undefined) throw new AppError({ code: 'not-found', message: 'This annotation is not there any more.' })
      return put(found)
    },
    'annotations.repair': () => ({ backupUs: null })
  }
}
