// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

// A busy machine may take long to draw the first screen.
configure({ asyncUtilTimeout: 20_000 })

let ActivityScreen: () => React.JSX.Element
let createQueryClient: typeof import('../queries/client').createQueryClient
let calls: { readonly method: string; readonly input: unknown }[] = []

beforeAll(async () => {
  window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList
  ActivityScreen = (await import('./activityScreen')).ActivityScreen
  createQueryClient = (await import('../queries/client')).createQueryClient
})

beforeEach(async () => {
  const { fakeBridge } = await import('../dev/fakeBridge')
  const bridge = fakeBridge('?fake=full&delay=0')
  calls = []
  window.burr = {
    ...bridge,
    call: (method, input) => {
      calls.push({ method, input })
      return bridge.call(method, input)
    }
  }
})

afterEach(cleanup)

const last = (method: string): unknown => calls.findLast((each) => each.method === method)?.input

it('shows what became of each project’s objects, opens the list behind a number, and compares one project', async () => {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ActivityScreen />
    </QueryClientProvider>
  )
  await screen.findByText('Complete as of')
  fireEvent.mouseDown(screen.getByRole('tab', { name: 'Projects' }))
  const table = await screen.findByRole('table', { name: 'Projects' })
  const row = (await within(table).findByText('email-triage')).closest('tr')
  if (row === null) throw new Error('a row')
  fireEvent.click(within(row).getByRole('button', { name: 'Verify email-triage' }))
  await waitFor(() => expect(last('poll.verify')).toEqual({ project: 'email-triage' }))
  fireEvent.click(within(row).getByRole('button', { name: '1: show the failed objects of email-triage' }))
  await screen.findByText('The body ended after 8,192 of 20,480 bytes, three times.')
  expect(last('objects.setAside')).toMatchObject({ state: 'failed', project: 'email-triage' })
  expect(screen.getByLabelText<HTMLSelectElement>('Project').value).toBe('email-triage')
  fireEvent.mouseDown(screen.getByRole('tab', { name: 'Jobs' }))
  await screen.findByText('S3 asked to slow down (503) five times in a row.')
  expect(screen.getByText('The next poll waits longer by itself.')).toBeTruthy()
})
