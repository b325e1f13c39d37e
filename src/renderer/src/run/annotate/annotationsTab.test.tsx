// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Change } from '@shared/contract/change'
import type { RunDetail } from '@shared/contract/runs'
import { okReply } from '@shared/contract/reply'
import type { Annotation, AnnotationTarget, AnnotationWords, Thumbs } from '@shared/model/annotation'
import type { StepRow } from '@shared/model/step'
import { onChange } from '../../api'
import { startKeyboard } from '../../keyboard/actions'
import { followChanges } from '../../queries/changes'
import { createQueryClient } from '../../queries/client'
import { Toasts } from '../../ui/toast'
import { AnnotationMark } from './annotationMark'
import { AnnotationsTab } from './annotationsTab'
import { StepMarksContext } from './stepMarks'
import { useAnnotating } from './useAnnotating'

const run = { project: 'p', partitionKey: 'user_1', appId: 'a' }

function step(sequenceId: number, attempt = 0): StepRow {
  return {
    build: 0, sequenceId, attempt, action: `act_${sequenceId}`, status: 'ok', startUs: 0, endUs: 1, startText: null, endText: null, errorLine: null, beginRecorded: true,
    stateIs: 'after', spanCount: 0, attributeCount: 0, streamed: false, retryOf: null, childCount: 0
  }
}

const steps = [step(0), step(1), step(1, 1)]
const detail = { run, steps } as unknown as RunDetail
let kept: Annotation[]
let created: (AnnotationTarget & AnnotationWords)[]
let push: (change: Change) => void

function keep(words: AnnotationTarget & AnnotationWords, annotationId = kept.length + 1): Annotation {
  const annotation = { ...words, annotationId, createdUs: 0, updatedUs: Date.now() * 1000 }
  kept = [...kept.filter((each) => each.annotationId !== annotationId), annotation]
  setTimeout(() => push({ kind: 'annotations', project: 'p' }))
  return annotation
}

function answer(method: string, input: unknown): unknown {
  switch (method) {
    case 'annotations.list':
      return { annotations: kept, total: kept.length, up: 0, down: 0 }
    case 'annotations.words':
      return { tags: [{ word: 'correct', count: 0 }], actions: [] }
    case 'steps.get': {
      const { step: key } = input as { step: { sequenceId: number } }
      return { stateText: `{"of_${key.sequenceId}":1}`, attributes: [], spans: [{ spanId: `${key.sequenceId}:0`, parentSpanId: null, name: 'call', depth: 1, startUs: null, endUs: null, beginRecorded: true }] }
    }
    case 'annotations.create':
      created.push(input as AnnotationTarget & AnnotationWords)
      return keep(input as AnnotationTarget & AnnotationWords)
    case 'annotations.rate': {
      const { thumbs, ...target } = input as AnnotationTarget & { thumbs: Thumbs | null }
      const before = kept.find((each) => JSON.stringify(each.step) === JSON.stringify(target.step))
      return keep({ ...target, tags: before?.tags ?? [], observations: [{ note: null, groundTruth: null, pointers: [], ...before?.observations[0], thumbs }] }, before?.annotationId)
    }
    default:
      throw new Error(`Not expected: ${method}`)
  }
}

function Harness() {
  const [selected, setSelected] = useState<StepRow>(step(1))
  const annotating = useAnnotating(detail, selected, () => undefined)
  return (
    <StepMarksContext value={annotating.marks}>
      <ul>
        {steps.map((each) => (
          <li key={`${each.sequenceId}.${each.attempt}`} aria-label={`row ${each.sequenceId}.${each.attempt}`}>
            <button type="button" onFocus={() => setSelected(each)}>select</button>
            <AnnotationMark step={each} />
          </li>
        ))}
      </ul>
      <AnnotationsTab detail={detail} selected={selected} annotating={annotating} onSelect={setSelected} />
    </StepMarksContext>
  )
}

let stop: () => void
beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined
  kept = []
  created = []
  window.burr = {
    call: async (method, input) => okReply(JSON.stringify(answer(method, input))),
    onChange: (listener) => {
      push = listener
      return () => undefined
    }
  }
  stop = startKeyboard()
  const client = createQueryClient()
  followChanges(client, onChange)
  render(
    <QueryClientProvider client={client}>
      <Harness />
      <Toasts />
    </QueryClientProvider>
  )
})
afterEach(() => {
  cleanup()
  stop()
})

const press = (key: string, more: object = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })
const rowOf = (name: string) => screen.getByRole('listitem', { name: `row ${name}` })
const select = (name: string) => within(rowOf(name)).getByRole('button', { name: 'select' }).focus()

async function openForm(): Promise<HTMLElement> {
  await screen.findByText('Nothing is said about this run yet')
  press('a')
  return screen.findByRole('form', { name: 'New annotation' })
}

it('opens with a, on the selected attempt of the selected step, with the note in focus; saved with Ctrl Enter', async () => {
  await screen.findByText('Nothing is said about this run yet')
  select('1.1')
  const form = await openForm()
  const note = within(form).getByLabelText('Note')
  expect(document.activeElement).toBe(note)
  expect(press('1')).toBe(true)
  fireEvent.change(note, { target: { value: 'wrong' } })
  press('Enter', { ctrlKey: true })
  await waitFor(() => expect(created).toHaveLength(1))
  expect(created[0]).toMatchObject({ run, step: { build: 0, sequenceId: 1, attempt: 1 }, action: 'act_1', spanId: null, fieldPath: null, observations: [{ note: 'wrong', thumbs: null }] })
  await waitFor(() => expect(within(rowOf('1.1')).getByText('1 annotation')).toBeTruthy())
  expect(within(rowOf('1.0')).queryByText('1 annotation')).toBeNull()
  expect(kept).toHaveLength(1)
})

it('saves on the step chosen in the form, with its action, and with a part that this step has', async () => {
  const form = await openForm()
  const part = (): HTMLSelectElement => within(form).getByLabelText('Part of the step')
  await waitFor(() => expect([...part().options].map(({ value }) => value)).toEqual(['whole', 'span 1:0', 'field state.of_1']))
  fireEvent.change(part(), { target: { value: 'field state.of_1' } })
  fireEvent.change(within(form).getByLabelText('Step'), { target: { value: '0.0.0' } })
  await waitFor(() => expect([...part().options].map(({ value }) => value)).toEqual(['whole', 'span 0:0', 'field state.of_0']))
  expect(part().value).toBe('whole')
  fireEvent.change(part(), { target: { value: 'span 0:0' } })
  fireEvent.click(within(form).getByRole('button', { name: 'correct' }))
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(created).toHaveLength(1))
  expect(created[0]).toMatchObject({ run, step: { build: 0, sequenceId: 0, attempt: 0 }, action: 'act_0', spanId: '0:0', fieldPath: null, tags: ['correct'] })
})

it('has nothing to save until something is said', async () => {
  const form = await openForm()
  expect(within(form).getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
  press('Enter', { ctrlKey: true })
  fireEvent.click(within(form).getByRole('button', { name: 'Thumbs down' }))
  expect(within(form).getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(false)
  fireEvent.click(within(form).getByRole('button', { name: 'Thumbs down' }))
  expect(within(form).getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
  expect(created).toEqual([])
})

it('takes several observations, and lets any but the last go', async () => {
  const form = await openForm()
  fireEvent.click(within(form).getByRole('button', { name: 'Add observation' }))
  const [first, second] = within(form).getAllByLabelText('Note')
  fireEvent.change(first ?? form, { target: { value: 'one' } })
  fireEvent.change(second ?? form, { target: { value: 'two' } })
  fireEvent.click(within(within(form).getByRole('group', { name: 'Observation 1' })).getByRole('button', { name: 'Remove the observation' }))
  expect(within(form).queryByRole('button', { name: 'Remove the observation' })).toBeNull()
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(created[0]?.observations).toEqual([{ thumbs: null, note: 'two', groundTruth: null, pointers: [] }]))
})

it('goes on with what was written when the form was left with Esc', async () => {
  const form = await openForm()
  fireEvent.change(within(form).getByLabelText('Note'), { target: { value: 'half a th' } })
  press('Escape')
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: 'Go on writing' }))
  expect(within(await screen.findByRole('form')).getByLabelText<HTMLTextAreaElement>('Note').value).toBe('half a th')
})

it('rates with 1 and 2, takes back with the same key, and makes one annotation of it all', async () => {
  await screen.findByText('Nothing is said about this run yet')
  press('1')
  await waitFor(() => expect(within(rowOf('1.0')).getByText('Thumbs up')).toBeTruthy())
  press('2')
  await waitFor(() => expect(within(rowOf('1.0')).getByText('Thumbs down')).toBeTruthy())
  press('2')
  await waitFor(() => expect(within(rowOf('1.0')).queryByText('Thumbs down')).toBeNull())
  expect(kept).toHaveLength(1)
  press('a')
  expect(await screen.findByRole('form', { name: 'Change the annotation' })).toBeTruthy()
})
