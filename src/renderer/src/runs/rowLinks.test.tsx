// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { RunRow } from '@shared/model/run'
import { newestFirst } from '@shared/model/runSort'
import { parseRoute } from '../route'
import { FamilyMarks, followLink, PartitionLink } from './rowLinks'

afterEach(cleanup)

const run: RunRow = {
  project: 'a/b', partitionKey: 'acme/eu & west', appId: 'child', status: 'ok', stepCount: 3, failedCount: 0, firstTimeUs: 0, lastTimeUs: 1, lastAction: null, lastError: null,
  promptTokens: 0, completionTokens: 0, forkParent: { appId: 'trunk', sequenceId: 4, partitionKey: null }, spawnParent: { appId: 'map', sequenceId: 1, partitionKey: 'p 1' },
  forkCount: 2, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
}
const filter = { project: 'a/b', partitionKey: undefined, includeNeverStepped: true, filter: 'status:failed', sort: newestFirst, tree: false }

it('a partition leads to its runs, with the filter of the list', () => {
  render(<div role="presentation" onClick={(event) => void followLink(event, filter)}><PartitionLink run={run} /></div>)
  fireEvent.click(screen.getByRole('link', { name: 'acme/eu & west' }))
  expect(parseRoute(location.hash)).toEqual({ screen: 'project', ...filter, partitionKey: 'acme/eu & west' })
})

it('marks of a family lead to the parent, in the parent’s own partition', () => {
  render(<FamilyMarks run={run} />)
  const to = (name: RegExp) => parseRoute(screen.getByRole('link', { name }).getAttribute('href') ?? '')
  expect(to(/^Forked from trunk\. 2 forks/)).toMatchObject({ screen: 'run', run: { project: 'a/b', partitionKey: null, appId: 'trunk' } })
  expect(to(/^Sub-run of map/)).toMatchObject({ run: { partitionKey: 'p 1', appId: 'map' } })
})

it('a run that came from no other has nothing to follow', () => {
  render(<><FamilyMarks run={{ ...run, forkParent: null, spawnParent: null }} /><PartitionLink run={{ ...run, partitionKey: null }} /></>)
  expect(screen.queryByRole('link')).toBeNull()
  expect(screen.getByText('2 forks')).toBeTruthy()
})
