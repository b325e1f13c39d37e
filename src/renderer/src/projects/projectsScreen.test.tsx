// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeBridge } from '../dev/fakeBridge'
import { doAction } from '../keyboard/actions'
import { createQueryClient } from '../queries/client'
import { ProjectsScreen } from './projectsScreen'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  Element.prototype.scrollIntoView = () => undefined
  window.burr = fakeBridge('?fake=full&delay=0')
  location.hash = '#/projects'
})
afterEach(cleanup)

async function open(): Promise<HTMLElement> {
  render(<QueryClientProvider client={createQueryClient()}><ProjectsScreen /></QueryClientProvider>)
  const table = await screen.findByRole('grid', { name: 'Projects' })
  await within(table).findByText('40 annotations on support-bot')
  return table
}
const rowOf = (table: HTMLElement, name: string): HTMLElement => within(table).getByRole('row', { name: new RegExp(`^${name}`) })

it('has a column for what people ask of a project, and marks those that are for show', async () => {
  const table = await open()
  const heads = within(table).getAllByRole('columnheader').map((head) => head.textContent)
  expect(heads).toEqual(['Name', 'Created', 'Runs', 'Failed', 'Steps', 'Partitions', 'Objects', 'Annotations', 'Last activity'])
  const cells = within(rowOf(table, 'support-bot')).getAllByRole('cell')
  expect(cells).toHaveLength(heads.length)
  expect(cells[1]?.textContent).toMatch(/ago$/)
  expect(cells[2]?.textContent).toBe('100,000')
  expect(within(rowOf(table, 'demo:counter')).getByText('demo')).toBeTruthy()
  expect(within(rowOf(table, 'support-bot')).queryByText('demo')).toBeNull()
})

it('a row leads to its runs, its annotations to themselves, by mouse and by key', async () => {
  const table = await open()
  const link = within(rowOf(table, 'support-bot')).getByRole('link', { name: '40 annotations on support-bot' })
  expect(link.getAttribute('href')).toBe('#/annotations/support-bot')
  fireEvent.click(link, { button: 0 })
  expect(location.hash).not.toContain('#/project/')
  fireEvent.mouseDown(rowOf(table, 'email-triage'), { button: 0 })
  doAction('go.annotations')
  expect(location.hash).toBe('#/annotations/email-triage')
  fireEvent.keyDown(table, { key: 'Enter' })
  expect(location.hash).toBe('#/project/email-triage')
})

it('is sorted by the column whose head is pressed', async () => {
  const table = await open()
  fireEvent.click(within(table).getByRole('button', { name: 'Annotations' }))
  expect(within(table).getByRole('columnheader', { name: 'Annotations' }).getAttribute('aria-sort')).toBe('descending')
  expect(within(table).getAllByRole('row')[1]?.dataset['name']).toBe('support-bot')
})
