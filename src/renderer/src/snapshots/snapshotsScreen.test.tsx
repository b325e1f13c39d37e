// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Change } from '@shared/contract/change'
import { errorReply, okReply } from '@shared/contract/reply'
import { defaultSettings } from '@shared/model/settings'
import type { SnapshotRow, SnapshotStatus } from '@shared/model/snapshot'
import { onChange } from '../api'
import { SnapshotBanner } from '../frame/snapshotBanner'
import { followChanges } from '../queries/changes'
import { createQueryClient } from '../queries/client'
import { Toasts } from '../ui/toast'
import { SnapshotsScreen } from './snapshotsScreen'

// A busy machine may take long to draw the first screen.
configure({ asyncUtilTimeout: 20_000 })

let rows: SnapshotRow[]
let status: SnapshotStatus
let isAsked: boolean
let mayWrite: boolean
let isOffline: boolean
let asked: { method: string; input: unknown }[]
let push: (change: Change) => void

function row(at: number, more: Partial<SnapshotRow> = {}): SnapshotRow {
  return {
    key: `k${at}`, installId: 'a', isOwn: true, computer: 'desk', appVersion: '1', takenUs: Date.now() * 1000 - at * 60_000_000, storedUs: 0, sizeBytes: 1024 * (at + 1), rawSizeBytes: 9000,
    projects: 1, runs: 10 + at, steps: 20, objects: 30, completeAsOfUs: null, problem: null, ...more
  }
}

const denied = { code: 'access-denied', message: 'You may not write “burr-desktop/v1/check/1”.', action: 'Ask for s3:PutObject.' } as const

function answer(method: string): unknown {
  switch (method) {
    case 'snapshots.status':
      return status
    case 'snapshots.list':
      return { snapshots: rows, leftovers: [] }
    case 'snapshots.tryWrite':
      status = { ...status, mayWrite }
      return mayWrite ? { mayWrite, error: null, policyStatement: null } : { mayWrite, error: denied, policyStatement: '{"Action":"s3:PutObject"}' }
    case 'snapshots.prune':
      return { removed: rows.splice(1).map(({ key }) => key) }
    case 'snapshots.restore':
      return { atUs: 1, snapshot: rows[0], words: [], bodies: { here: 0, missing: 0 }, isStart: false }
    case 'settings.get':
    case 'settings.update': {
      if (method === 'settings.update') isAsked = true
      const sources = Object.fromEntries(Object.keys(defaultSettings).map((key) => [key, { from: isAsked ? 'file' : 'default' }]))
      return { values: { ...defaultSettings, priorSnapshotsToKeep: 1 }, sources, problems: [] }
    }
    case 'status.get':
      return { connection: 'connected', bucket: 'logs', objects: { indexed: 3 } }
    default:
      return null
  }
}

beforeEach(() => {
  rows = [row(0), row(1), row(2, { isOwn: false, computer: 'server', problem: 'Parts of it are missing in the bucket.' })]
  status = { work: null, isPublishing: false, mayWrite: null, nextUs: null, lastPublish: null, lastRestore: null }
  isAsked = false
  mayWrite = true
  isOffline = false
  asked = []
  localStorage.clear()
  HTMLDialogElement.prototype.showModal = function showModal() { this.open = true }
  HTMLDialogElement.prototype.close = function close() { this.open = false }
  window.burr = {
    async call(method, input) {
      asked.push({ method, input })
      if (isOffline && method === 'snapshots.list') return errorReply({ code: 'unreachable', message: 'The store cannot be reached.', action: 'Check the network.' })
      return okReply(JSON.stringify(answer(method)))
    },
    onChange(listener) {
      push = listener
      return () => undefined
    }
  }
})
afterEach(cleanup)

function open(): void {
  const client = createQueryClient()
  followChanges(client, onChange)
  render(
    <QueryClientProvider client={client}>
      <SnapshotBanner route={{ screen: 'snapshots' }} />
      <SnapshotsScreen />
      <Toasts />
    </QueryClientProvider>
  )
}

const inputsOf = (method: string): unknown[] => asked.filter((each) => each.method === method).map(({ input }) => input)

it('lists everyone’s, restores one after asking, and says why another cannot be', async () => {
  open()
  const table = await screen.findByRole('table', { name: 'Snapshots' })
  await within(table).findByText('Parts of it are missing in the bucket.')
  expect(within(table).getAllByText('this computer').length).toBe(2)
  const buttons = within(table).getAllByRole('button', { name: 'Restore…' })
  expect(buttons.length).toBe(2)
  fireEvent.click(buttons[1] as HTMLElement)
  expect(inputsOf('snapshots.restore')).toEqual([])
  fireEvent.click(await screen.findByRole('button', { name: 'Restore' }))
  await waitFor(() => expect(inputsOf('snapshots.restore')).toEqual([{ key: 'k1' }]))
  expect(await screen.findByText(/10 runs restored/)).toBeTruthy()
})

it('prunes what is over the number to keep, and only then', async () => {
  open()
  await screen.findByText('server')
  fireEvent.click(screen.getByRole('button', { name: 'Prune' }))
  await screen.findByText(/1 snapshot of this computer \(2.0 KiB\) is removed/)
  fireEvent.click(screen.getByRole('button', { name: 'Remove 1' }))
  await waitFor(() => expect(screen.queryByText('server')).toBeNull())
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Prune' }).disabled).toBe(true)
})

it('shows what is being done, and stops it', async () => {
  open()
  await screen.findByText('server')
  status = { ...status, work: { kind: 'publish', progress: { phase: 'uploading', doneBytes: 1024, totalBytes: 4096 } } }
  push({ kind: 'snapshots' })
  await screen.findByText('1.0 KiB of 4.0 KiB')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Publish now' }).disabled).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
  await waitFor(() => expect(inputsOf('snapshots.cancel')).toEqual([{}]))
})

it('asks once whether to publish; without the permission it stays off and says what is missing', async () => {
  mayWrite = false
  open()
  const question = await screen.findByRole('region', { name: 'Publish snapshots' })
  expect(question.textContent).toContain('logs/burr-desktop/v1/')
  fireEvent.click(within(question).getByRole('button', { name: 'Publish' }))
  await waitFor(() => expect(inputsOf('settings.update')).toEqual([{ publishSnapshots: false }]))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Publish snapshots' })).toBeNull())
  expect(await screen.findByText(/Snapshots stay unpublished\. These credentials may not write/)).toBeTruthy()
  push({ kind: 'snapshots' })
  fireEvent.click(await screen.findByRole('button', { name: 'Ask again' }))
  expect(await screen.findByText('{"Action":"s3:PutObject"}')).toBeTruthy()
})

it('publishes from then on when the answer is yes and the bucket lets it', async () => {
  open()
  fireEvent.click(within(await screen.findByRole('region', { name: 'Publish snapshots' })).getByRole('button', { name: 'Publish' }))
  await waitFor(() => expect(inputsOf('settings.update')).toEqual([{ publishSnapshots: true }]))
})

it('tells how an empty computer began, until that is closed for good', async () => {
  const lastRestore = { atUs: 5, snapshot: row(0), words: ['The snapshot of x was set aside: it is damaged.', 'Started from the snapshot that desk took.'], bodies: { here: 0, missing: 0 }, isStart: true }
  status = { ...status, lastRestore }
  open()
  expect((await screen.findByRole('region', { name: 'Start from a snapshot' })).textContent).toContain('was set aside: it is damaged. Started from')
  fireEvent.click(screen.getByRole('button', { name: 'Close notice' }))
  expect(screen.queryByRole('region', { name: 'Start from a snapshot' })).toBeNull()
})

it('says that nothing is there yet, or that the bucket cannot be asked', async () => {
  rows = []
  open()
  await screen.findByText('No snapshots yet')
  cleanup()
  isOffline = true
  open()
  await screen.findByText('The snapshots cannot be listed')
  isOffline = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('No snapshots yet')
})
