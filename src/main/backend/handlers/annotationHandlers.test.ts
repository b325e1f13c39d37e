import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '@shared/contract/contract'
import type { Observation } from '@shared/model/annotation'
import { suggestedTags } from '@shared/model/annotation'
import { AppError } from '@shared/errors'
import { closeDatabase, openWriter } from '../database/open'
import { setAsideDamaged } from '../database/verify'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import { annotationBench } from './annotationTestBench'
import type { AnnotationBench } from './annotationTestBench'

let bench: AnnotationBench
beforeEach(() => {
  bench = annotationBench()
})
afterEach(() => bench.close())

const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
const blank: Observation = { thumbs: null, note: null, groundTruth: null, pointers: [] }
const target = { run, step: { build: 0, sequenceId: 3, attempt: 0 }, action: 'answer', spanId: null, fieldPath: null }

type Words = Omit<Input<'annotations.create'>, 'observations'> & { observations?: Observation[] }
const annotate = (words: Partial<Words> = {}) =>
  bench.call('annotations.create', { ...target, tags: [], observations: [{ ...blank, note: 'a note' }], ...words })
const idsOf = async (query: Input<'annotations.list'>) => (await bench.call('annotations.list', query)).annotations.map(({ annotationId }) => annotationId)

describe('an annotation', () => {
  it('is kept whole, and read back as it was given', async () => {
    const observations: Observation[] = [
      { thumbs: 'down', note: 'says “14 days”\nand 2 more', groundTruth: '= 30 days', pointers: [{ kind: 'state-field', name: 'policy', spanId: null }] },
      { thumbs: 'up', note: null, groundTruth: null, pointers: [{ kind: 'attribute', name: 'gen_ai.usage', spanId: '3:0' }] }
    ]
    const made = await annotate({ tags: ['incorrect', 'to-review'], observations, spanId: '3:0', fieldPath: 'state.policy' })
    expect(made).toEqual({
      ...target, annotationId: 1, tags: ['incorrect', 'to-review'], observations, spanId: '3:0', fieldPath: 'state.policy',
      createdUs: bench.nowMs * 1000, updatedUs: bench.nowMs * 1000
    })
    expect(await bench.call('annotations.list', { run })).toEqual({ annotations: [made], total: 1, up: 1, down: 1 })
    expect(bench.changes).toEqual([{ kind: 'annotations', project: 'demo' }])
  })

  it('is said with as little as possible: empty words are none, a tag twice is once', async () => {
    const made = await annotate({ tags: [' correct ', 'correct'], observations: [{ ...blank, note: '  \n' }] })
    expect([made.tags, made.observations]).toEqual([['correct'], [blank]])
  })

  it('is changed, with what it is on, and remembers when it was made', async () => {
    const { annotationId, createdUs } = await annotate()
    bench.nowMs += 60_000
    const step = { build: 1, sequenceId: 4, attempt: 2 }
    const changed = await bench.call('annotations.update', { ...target, annotationId, step, action: 'retry', tags: ['correct'], observations: [{ ...blank, thumbs: 'up' }] })
    expect(changed).toMatchObject({ annotationId, createdUs, updatedUs: bench.nowMs * 1000, step, action: 'retry', tags: ['correct'] })
    expect(await bench.call('annotations.list', { run })).toMatchObject({ annotations: [changed], total: 1 })
  })

  it('that is deleted is in no list, cannot be changed, and comes back as it was', async () => {
    const made = await annotate({ tags: ['correct'] })
    const { annotationId } = made
    expect(await bench.call('annotations.delete', { annotationId })).toBeNull()
    expect(await bench.call('annotations.list', {})).toEqual({ annotations: [], total: 0, up: 0, down: 0 })
    expect((await bench.call('annotations.words', {})).tags[0]).toEqual({ word: 'to-review', count: 0 })
    const change = bench.call('annotations.update', { ...target, annotationId, tags: [], observations: [blank] })
    await expect(change).rejects.toMatchObject({ code: 'not-found' })
    await expect(bench.call('annotations.delete', { annotationId })).rejects.toBeInstanceOf(AppError)
    expect(await bench.call('annotations.restore', { annotationId })).toEqual(made)
    expect(await idsOf({ run })).toEqual([annotationId])
  })

  it('that was deleted is forgotten after thirty days, and its number is not given again', async () => {
    const kept = await annotate()
    const { annotationId } = await annotate()
    await bench.call('annotations.delete', { annotationId })
    bench.closeUser()
    bench.nowMs += 29 * 86_400_000
    await bench.call('annotations.restore', { annotationId })
    await bench.call('annotations.delete', { annotationId })
    bench.closeUser()
    bench.nowMs += 31 * 86_400_000
    await expect(bench.call('annotations.restore', { annotationId })).rejects.toMatchObject({ code: 'not-found' })
    expect((await annotate()).annotationId).toBe(annotationId + 1)
    expect(await idsOf({ order: 'step' })).toEqual([kept.annotationId, annotationId + 1])
  })
})

describe('a rating', () => {
  it('makes an annotation, changes it, and is taken back, without touching what else is said', async () => {
    const made = await bench.call('annotations.rate', { ...target, thumbs: 'up' })
    expect(made).toMatchObject({ tags: [], observations: [{ ...blank, thumbs: 'up' }] })
    const { annotationId } = made ?? { annotationId: 0 }
    await bench.call('annotations.update', { ...target, annotationId, tags: ['correct'], observations: [{ ...blank, thumbs: 'up', note: 'why' }, blank] })
    const changed = await bench.call('annotations.rate', { ...target, thumbs: 'down' })
    expect(changed).toMatchObject({ annotationId, tags: ['correct'], observations: [{ ...blank, thumbs: 'down', note: 'why' }, blank] })
    expect(await bench.call('annotations.rate', { ...target, thumbs: null })).toMatchObject({ annotationId, observations: [{ thumbs: null }, {}] })
    expect(await bench.call('annotations.list', { run })).toMatchObject({ total: 1 })
  })

  it('is of exactly one target', async () => {
    const others = [
      { ...target, spanId: '3:0' },
      { ...target, fieldPath: 'state.q' },
      { ...target, step: { ...target.step, attempt: 1 } },
      { ...target, run: { ...run, partitionKey: 'user_1' } }
    ]
    for (const each of [target, ...others]) await bench.call('annotations.rate', { ...each, thumbs: 'up' })
    expect(await bench.call('annotations.list', {})).toMatchObject({ total: 5, up: 5 })
    expect(await bench.call('annotations.rate', { ...target, step: { ...target.step, sequenceId: 9 }, thumbs: null })).toBeNull()
    expect(await bench.call('annotations.list', {})).toMatchObject({ total: 5 })
  })
})

describe('a list', () => {
  it('of a run is of that run alone: the same app id lives in other partitions and projects', async () => {
    const mine = await annotate()
    await annotate({ run: { ...run, partitionKey: 'user_1' } })
    await annotate({ run: { ...run, project: 'other' } })
    expect(await idsOf({ run })).toEqual([mine.annotationId])
    expect(await bench.call('annotations.list', { project: 'demo' })).toMatchObject({ total: 2 })
    expect(await bench.call('annotations.list', {})).toMatchObject({ total: 3 })
  })

  it('holds what has all of the tags, any of the actions, the verdict and the words', async () => {
    const both = await annotate({ tags: ['a', 'b'], action: 'one', observations: [{ ...blank, thumbs: 'up' }, { ...blank, groundTruth: 'thirty DAYS' }] })
    const onlyA = await annotate({ tags: ['a'], action: 'two', observations: [{ ...blank, thumbs: 'down', note: 'thirty\ndays' }] })
    const none = await annotate({ action: 'three' })
    const idIn = async (query: Input<'annotations.list'>) => (await idsOf({ order: 'step', ...query })).join()
    expect(await idIn({ tags: ['a'] })).toBe([both, onlyA].map(({ annotationId }) => annotationId).join())
    expect(await idIn({ tags: ['a', 'b'] })).toBe(String(both.annotationId))
    expect(await idIn({ actions: ['two', 'three'] })).toBe([onlyA, none].map(({ annotationId }) => annotationId).join())
    expect(await idIn({ actions: ['two', 'three'], tags: ['a'] })).toBe(String(onlyA.annotationId))
    expect(await idIn({ thumbs: 'up' })).toBe(String(both.annotationId))
    expect(await idIn({ text: 'Thirty days' })).toBe(String(both.annotationId))
    expect(await idIn({ text: "' OR 1=1 --" })).toBe('')
    expect(await bench.call('annotations.list', { limit: 1 })).toMatchObject({ total: 3, up: 1, down: 1, annotations: [{}] })
  })

  it('comes in the order of the steps, or last changed first', async () => {
    const late = await annotate({ step: { build: 0, sequenceId: 9, attempt: 0 } })
    bench.nowMs += 1000
    const early = await annotate({ step: { build: 0, sequenceId: 2, attempt: 1 } })
    const again = await annotate({ step: { build: 1, sequenceId: 0, attempt: 0 } })
    expect(await idsOf({ order: 'step' })).toEqual([early, late, again].map(({ annotationId }) => annotationId))
    expect(await idsOf({})).toEqual([again, early, late].map(({ annotationId }) => annotationId))
  })

  it('of a step does not ask for build and attempt', async () => {
    const old = await annotate({ step: { build: null, sequenceId: 3, attempt: null } })
    const own = await annotate()
    await annotate({ step: { build: 0, sequenceId: 4, attempt: 0 } })
    expect(await idsOf({ run, sequenceId: 3, order: 'step' })).toEqual([old.annotationId, own.annotationId])
  })
})

describe('words to choose from', () => {
  it('are the suggested tags before anyone has used one', async () => {
    const { tags, actions } = await bench.call('annotations.words', { project: 'demo' })
    expect(tags).toEqual(suggestedTags.map((word) => ({ word, count: 0 })))
    expect(actions).toEqual([])
  })

  it('are the used ones first, of this project', async () => {
    await annotate({ tags: ['mine', 'correct'] })
    await annotate({ tags: ['mine'], action: 'route' })
    await annotate({ tags: ['theirs'], run: { ...run, project: 'other' } })
    const { tags, actions } = await bench.call('annotations.words', { project: 'demo' })
    expect(tags.slice(0, 2)).toEqual([{ word: 'mine', count: 2 }, { word: 'correct', count: 1 }])
    expect(tags.map(({ word }) => word)).not.toContain('theirs')
    expect(tags.filter(({ word }) => word === 'correct')).toHaveLength(1)
    expect(actions).toEqual([{ word: 'answer', count: 1 }, { word: 'route', count: 1 }])
  })
})

it('annotations are counted by project, without those that were deleted', async () => {
  expect(await bench.call('annotations.counts', {})).toEqual([])
  await annotate()
  const { annotationId } = await annotate({ run: { ...run, appId: 'app-2' } })
  await annotate({ run: { ...run, project: 'other' } })
  await bench.call('annotations.delete', { annotationId })
  expect(await bench.call('annotations.counts', {})).toEqual([{ word: 'demo', count: 1 }, { word: 'other', count: 1 }])
})

it('an index that is built anew, or set aside as damaged, leaves the annotations as they are', async () => {
  const fill = (): void => {
    const db = openWriter(bench.folder)
    ingest(db, { objects: testRun({ appId: 'app-1', steps: 4 }), setAside: [] })
    closeDatabase(db)
  }
  fill()
  await annotate({ tags: ['correct'] })
  bench.closeUser()
  const before = await bench.call('annotations.list', { run })
  const step = { build: 0, sequenceId: 3, attempt: 0 }
  expect((await bench.call('steps.get', { run, step })).step.sequenceId).toBe(3)
  setAsideDamaged(bench.folder)
  fill()
  expect(await bench.call('annotations.list', { run })).toEqual(before)
  expect((await bench.call('steps.get', { run, step })).step.sequenceId).toBe(3)
})
