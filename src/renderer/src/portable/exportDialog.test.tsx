// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fakePortable } from '../dev/fakePortable'
import { createQueryClient } from '../queries/client'
import { ExportDialog } from './exportDialog'

// A busy machine may take long to draw.
configure({ asyncUtilTimeout: 20_000 })

interface Asked {
  readonly method: string
  readonly input: Record<string, unknown>
}

let asked: Asked[]

beforeEach(() => {
  asked = []
  localStorage.clear()
  location.hash = '#/run/shop/~/run-1?step=0.3.0'
  // jsdom draws dialogs but cannot open them.
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) { this.open = true },
    close(this: HTMLDialogElement) { this.open = false }
  })
  const answers = fakePortable(() => undefined) as unknown as Record<string, (input: unknown) => unknown>
  window.burr = {
    call: (method, input) => {
      asked.push({ method, input: input as Record<string, unknown> })
      return Promise.resolve(JSON.stringify({ ok: true, value: answers[method]?.(input) ?? null }))
    },
    onChange: () => () => undefined
  }
})
afterEach(cleanup)

const last = (method: string): Record<string, unknown> => asked.findLast((each) => each.method === method)?.input ?? {}

it('shows what comes along and what is taken out, keeps own rules, and writes the file with the step on screen', async () => {
  let isClosed = false
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ExportDialog target={{ kind: 'run', run: { project: 'shop', partitionKey: null, appId: 'run-1' } }} onClose={() => (isClosed = true)} />
    </QueryClientProvider>
  )
  expect(await screen.findByText(/4 runs, 20 objects, 1 annotation · 82 KiB/)).toBeTruthy()
  expect(screen.getByText('14 places')).toBeTruthy()
  expect(screen.getByText('14 × 3 values')).toBeTruthy()

  fireEvent.click(screen.getByRole('checkbox', { name: /Forks and sub-runs/ }))
  await screen.findByText(/2 runs, 10 objects/)
  fireEvent.click(screen.getByRole('checkbox', { name: /Phone numbers/ }))
  await waitFor(() => expect(JSON.stringify(last('portable.preview'))).not.toContain('"phone"'))

  fireEvent.change(screen.getByLabelText('Name of an own rule'), { target: { value: 'Ticket' } })
  fireEvent.change(screen.getByLabelText('Regular expression of the own rule'), { target: { value: '(' } })
  expect(screen.getByText('This is not a regular expression.')).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add' }).disabled).toBe(true)
  fireEvent.change(screen.getByLabelText('Regular expression of the own rule'), { target: { value: 'TICKET-\\d+' } })
  fireEvent.click(screen.getByRole('button', { name: 'Add' }))
  await waitFor(() => expect(last('portable.preview')['redaction']).toMatchObject({ own: [{ name: 'Ticket', pattern: 'TICKET-\\d+' }] }))

  fireEvent.change(screen.getByLabelText('Note'), { target: { value: 'see the third step' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save as…' }))
  await waitFor(() => expect(isClosed).toBe(true))
  expect(last('portable.export')).toMatchObject({ note: 'see the third step', withChildren: false, fileName: 'shop-run-1', focus: { run: { appId: 'run-1' }, step: { build: 0, sequenceId: 3, attempt: 0 } } })

  cleanup()
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ExportDialog target={{ kind: 'run', run: { project: 'shop', partitionKey: null, appId: 'run-1' } }} onClose={() => undefined} />
    </QueryClientProvider>
  )
  expect(screen.getByText('Ticket')).toBeTruthy()
  fireEvent.click(screen.getByRole('checkbox', { name: /Replace secrets/ }))
  expect(screen.getByText('Whoever has the file can read every value in it.')).toBeTruthy()
  await waitFor(() => expect(last('portable.preview')['redaction']).toBe(null))
})
