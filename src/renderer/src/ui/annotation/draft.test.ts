import { describe, expect, it } from 'vitest'
import type { Annotation } from '@shared/model/annotation'
import { blankDraft, blankObservation, draftOf, isOnStep, isSameDraft, ofWholeStep, pointerText, retarget, saysSomething, stepTarget, verdictOf } from './draft'
import { choicesOf } from './stepData'

const run = { project: 'p', partitionKey: null, appId: 'a' }
const step = { build: 0, sequenceId: 3, attempt: 1, action: 'answer' }
const annotation = (annotationId: number, more: Partial<Annotation> = {}): Annotation => ({ ...stepTarget(run, step), annotationId, tags: [], observations: [], createdUs: 0, updatedUs: 0, ...more })

describe('a draft', () => {
  it('on another step names that step wholly, and lets the span and field of the old one go', () => {
    const draft = { ...blankDraft(stepTarget(run, step)), spanId: '3:0', fieldPath: 'state.x', tags: ['kept'] }
    const moved = retarget(draft, { build: 1, sequenceId: 9, attempt: 0, action: 'route' })
    expect(moved).toMatchObject({ step: { build: 1, sequenceId: 9, attempt: 0 }, action: 'route', spanId: null, fieldPath: null, tags: ['kept'] })
    expect(isSameDraft(moved, draft)).toBe(false)
  })

  it('says something when there is a tag, a verdict, words or data, and nothing when there are blanks', () => {
    const draft = blankDraft(stepTarget(run, step))
    const withFirst = (part: object) => saysSomething({ ...draft, observations: [{ ...blankObservation, ...part }] })
    expect([saysSomething(draft), withFirst({ note: ' \n' })]).toEqual([false, false])
    expect([
      saysSomething({ ...draft, tags: ['x'] }), withFirst({ thumbs: 'up' }), withFirst({ note: 'x' }), withFirst({ groundTruth: '0' }),
      withFirst({ pointers: [{ kind: 'attribute', name: 'k', spanId: null }] })
    ]).toEqual([true, true, true, true, true])
  })

  it('of an annotation always has an observation to write in', () => {
    expect(draftOf(annotation(1)).observations).toEqual([blankObservation])
  })
})

describe('an annotation', () => {
  it('is on its step, whatever build and attempt when it does not know them', () => {
    expect(isOnStep({ build: null, sequenceId: 3, attempt: null }, step)).toBe(true)
    expect(isOnStep({ build: 0, sequenceId: 3, attempt: 0 }, step)).toBe(false)
    expect(isOnStep({ build: 0, sequenceId: 4, attempt: 1 }, step)).toBe(false)
  })

  it('of the whole step is the newest without a span or a field', () => {
    const all = [annotation(1), annotation(2), annotation(3, { spanId: '3:0' }), annotation(4, { fieldPath: 'state.x' })]
    expect(ofWholeStep(all, step)?.annotationId).toBe(2)
    expect(ofWholeStep(all.slice(2), step)).toBeNull()
  })

  it('has the verdict of the first observation that has one', () => {
    expect(verdictOf(annotation(1, { observations: [blankObservation, { ...blankObservation, thumbs: 'down' }, { ...blankObservation, thumbs: 'up' }] }))).toBe('down')
  })
})

it('a step offers the fields of its state that are not Burr’s own, and each attribute once', () => {
  const attribute = { key: 'model', spanId: '3:0', valueText: '"m"', timeUs: null }
  const choices = choicesOf({
    stateText: `{"__SEQUENCE_ID": 3, "q": "${'long '.repeat(50)}", "big": 1180591620717411303424, "__proto__x": 1, "q": 2}`,
    attributes: [attribute, { ...attribute, valueText: '"n"' }, { ...attribute, spanId: null }]
  })
  expect(choices.map((choice) => `${pointerText(choice)} = ${choice.preview}`)).toEqual([
    'state.q = 2', 'state.big = 1180591620717411303424', 'attribute.model (span 3:0) = "n"', 'attribute.model = "m"'
  ])
  expect(choicesOf({ stateText: null, attributes: [] })).toEqual([])
  expect(choicesOf({ stateText: '[1', attributes: [] })).toEqual([])
})
