// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Change } from '@shared/contract/change'
import type { Input } from '@shared/contract/contract'
import { errorReply, okReply } from '@shared/contract/reply'
import type { Annotation } from '@shared/model/annotation'
import { onChange } from '../api'
import { startKeyboard } from '../keyboard/actions'
import { followChanges } from '../queries/changes'
import { createQueryClient } from '../queries/client'
import { parseRoute } from '../route'
import { Toasts } from '../ui/toast'
import { AnnotationsScreen } from './annotationsScreen'

const attack = '<img src=x onerror="window.broken=1">'
let kept: Annotation[]
let deleted: Annotation[]
let asked: { method: string; input: unknown }[]
let push: (change: Change) => void
let isDamaged: boolean

function made(annotationId: number, more: Partial<Annotation> = {}): Annotation {
  return {
    annotationId, run: { project: 'p', partitionKey: null, appId: `app-${annotationId}` }, step: { build: 0, sequenceId: annotationId, attempt: 1 }, action: 'answer',
    spanId: null, fieldPath: null, tags: ['correct'], observations: [{ thumbs: 'up', note: `note ${annotationId}`, groundTruth: null, pointers: [] }],
    createdUs: 1, updatedUs: Date.now() * 1000, ...more
  }
}

function answer(method: string, input: unknown): unknown {
  switch (method) {
    case 'annotations.list': {
      const { tags = [], limit = 1000 } = input as Input<'annotations.list'>
      const found = kept.filter((each) => tags.every((tag) => each.tags.includes(tag)))
      return { annotations: found.slice(0, limit), total: found.length, up: found.length, down: 0 }
    }
    case 'annotations.words':
      return { tags: [{ word: 'correct', count: 2 }, { word: 'to-review', count: 1 }, { word: 'unused', count: 0 }], actions: [{ word: 'answer', count: 3 }] }
    case 'annotations.delete': {
      const { annotationId } = input as { annotationId: number }
      deleted = kept.filter((each) => each.annotationId === annotationId)
      kept = kept.filter((each) => each.annotationId !== annotationId)
      setTimeout(() => push({ kind: 'annotations', project: 'p' }))
      return null
    }
    case 'annotations.restore':
      kept = [...deleted, ...kept]
      setTimeout(() => push({ kind: 'annotations', project: 'p' }))
      return deleted[0]
    case 'annotations.update': {
      const { annotationId, ...words } = input as Annotation
      kept = kept.map((each) => (each.annotationId === annotationId ? { ...each, ...words } : each))
      setTimeout(() => push({ kind: 'annotations', project: 'p' }))
      return kept[0]
    }
    case 'annotations.export':
      return { fileName: 'annotations-p-00000000.csv', text: 'id', count: kept.length }
    case 'app.saveText':
      return { savedAs: 'mine.csv' }
    case 'annotations.repair':
      isDamaged = false
      setTimeout(() => push({ kind: 'annotations', project: null }))
      return { backupUs: null }
    default:
      throw new Error(`Not expected: ${method}`)
  }
}

let stop: () => void
beforeEach(() => {
  kept = [made(1), made(2, { tags: ['to-review', 'correct'] }), made(3, { tags: [attack], observations: [{ thumbs: 'down', note: attack, groundTruth: attack, pointers: [{ kind: 'attribute', name: attack, spanId: null }] }, { thumbs: null, note: 'second', groundTruth: null, pointers: [] }] })]
  asked = []
  isDamaged = false
  window.burr = {
    call: async (method, input) => {
      asked.push({ method, input })
      if (isDamaged && method.startsWith('annotations.') && method !== 'annotations.repair') return errorReply({ code: 'damaged', message: 'Damaged.', action: null })
      if (method === 'steps.get') return errorReply({ code: 'not-found', message: 'The index has no such run.', action: null })
      return okReply(JSON.stringify(answer(method, input)))
    },
    onChange: (listener) => {
      push = listener
      return () => undefined
    }
  }
  HTMLElement.prototype.scrollIntoView = () => undefined
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
  history.replaceState(null, '', '#/annotations/p')
  stop = startKeyboard()
})
afterEach(() => {
  cleanup()
  stop()
})

function open(project: string | null = 'p'): void {
  const client = createQueryClient()
  followChanges(client, onChange)
  render(
    <QueryClientProvider client={client}>
      <AnnotationsScreen project={project} />
      <Toasts />
    </QueryClientProvider>
  )
}
const row = (name: RegExp) => screen.findByRole('row', { name })

it('heads every column with what stands in it', async () => {
  kept = [made(1, { run: { project: 'p', partitionKey: 'user_1', appId: 'app-1' } })]
  open(null)
  const cells = [...(await row(/app-1/)).querySelectorAll('td')].map((cell) => cell.textContent)
  const heads = screen.getAllByRole('columnheader').map((head) => head.textContent)
  expect(heads).toEqual(['Updated', 'Project', 'Partition', 'Run', 'Step', 'Tags', 'Observations', 'Change or delete'])
  expect(cells.slice(1, 7)).toEqual(['p', 'user_1', 'app-1', '1answer', 'correct', 'Thumbs upnote 1'])
})

it('shows what people wrote as text, the first observation of several, and the others when asked', async () => {
  open()
  const third = await row(/app-3/)
  expect(third.querySelector('img')).toBeNull()
  expect(within(third).getAllByText(attack).length).toBeGreaterThan(1)
  expect(within(third).queryByText('second')).toBeNull()
  fireEvent.click(within(third).getByRole('button', { name: '+1 more' }))
  expect(within(third).getByText('second')).toBeTruthy()
  expect(location.hash).toBe('#/annotations/p')
})

it('cuts a long note, and shows all of it when asked', async () => {
  kept = [made(1, { observations: [{ thumbs: null, note: 'x'.repeat(50_000), groundTruth: null, pointers: [] }] })]
  open()
  const first = await row(/app-1/)
  expect(first.textContent?.length).toBeLessThan(1000)
  fireEvent.click(within(first).getByRole('button', { name: 'Show all 50,000 characters' }))
  expect(first.textContent?.length).toBeGreaterThan(50_000)
})

it('opens the run at the very step, also a run without a partition, by click and by Enter', async () => {
  open()
  fireEvent.click(await row(/app-2/))
  expect(location.hash).toBe('#/run/p/~/app-2?step=0.2.1&tab=annotations')
  expect(parseRoute(location.hash)).toMatchObject({ run: { partitionKey: null }, step: { build: 0, sequenceId: 2, attempt: 1 } })
  history.replaceState(null, '', '#/annotations/p')
  const grid = screen.getByRole('grid', { name: 'Annotations' })
  grid.focus()
  fireEvent.keyDown(grid, { key: 'End' })
  fireEvent.keyDown(grid, { key: 'Enter' })
  expect(location.hash).toContain('app-3')
})

it('asks for all of the tags chosen, saves what is filtered, and says when nothing matches', async () => {
  open()
  await row(/app-1/)
  const choice = await screen.findByLabelText<HTMLSelectElement>('Add a filter by tag')
  await waitFor(() => expect(choice.disabled).toBe(false))
  expect([...choice.options].map(({ text }) => text)).toEqual(['Tag…', 'correct (2)', 'to-review (1)'])
  fireEvent.change(choice, { target: { value: 'correct' } })
  fireEvent.change(choice, { target: { value: 'to-review' } })
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2))
  fireEvent.click(screen.getByRole('button', { name: 'CSV' }))
  expect(await screen.findByText(/saved as mine\.csv/)).toBeTruthy()
  expect(asked.find(({ method }) => method === 'annotations.export')?.input).toEqual({ project: 'p', tags: ['correct', 'to-review'], actions: [], text: '', format: 'csv' })
  kept = []
  push({ kind: 'annotations', project: 'p' })
  fireEvent.click(await screen.findByRole('button', { name: 'Show all' }))
  expect(await screen.findByRole('heading', { name: 'No annotations yet' })).toBeTruthy()
})

it('deletes with a way back', async () => {
  open()
  fireEvent.click(within(await row(/app-2/)).getByRole('button', { name: /^Delete/ }))
  await waitFor(() => expect(screen.queryByText('app-2')).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await row(/app-2/)).toBeTruthy()
  expect(location.hash).toBe('#/annotations/p')
})

it('changes an annotation where it stands; what it is on stays as it was', async () => {
  open()
  fireEvent.click(within(await row(/app-2/)).getByRole('button', { name: /^Change/ }))
  const form = await screen.findByRole('form', { name: 'Change the annotation' })
  fireEvent.change(within(form).getByLabelText('Note'), { target: { value: 'better' } })
  fireEvent.keyDown(within(form).getByLabelText('Note'), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  expect(within(await row(/app-2/)).getByText('better')).toBeTruthy()
  expect(asked.find(({ method }) => method === 'annotations.update')?.input).toMatchObject({ annotationId: 2, run: { project: 'p', partitionKey: null, appId: 'app-2' }, step: { build: 0, sequenceId: 2, attempt: 1 } })
})

it('brings more rows when there are more than two hundred', async () => {
  kept = Array.from({ length: 450 }, (_, at) => made(at + 1))
  open()
  await row(/app-1\b/)
  expect(screen.getAllByRole('row')).toHaveLength(201)
  fireEvent.click(screen.getByRole('button', { name: 'Show 200 more of 450' }))
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(401))
})

it('offers the last backup when the file is damaged', async () => {
  isDamaged = true
  open()
  fireEvent.click(await screen.findByRole('button', { name: 'Restore the last backup' }))
  expect(await screen.findByText(/There was no backup/)).toBeTruthy()
  expect(await row(/app-1/)).toBeTruthy()
})
