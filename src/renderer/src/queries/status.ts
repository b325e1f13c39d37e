import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from '../api'

/** How the app stands with the bucket. */
export const statusQuery = () => queryOptions({ queryKey: ['status'], queryFn: () => call('status.get', {}) })

/** The indexer's pieces of work, newest first. */
export const jobsQuery = (includeEmpty: boolean) =>
  queryOptions({
    queryKey: ['jobs', includeEmpty],
    queryFn: () => call('jobs.list', { includeEmpty, limit: 200 }),
    placeholderData: keepPreviousData
  })

/** Objects that are not in the index, newest first. */
export const setAsideQuery = (state: 'ignored' | 'failed', project: string | null) =>
  queryOptions({
    queryKey: ['setAside', state, project],
    queryFn: () => call('objects.setAside', { state, project, limit: 500 }),
    placeholderData: keepPreviousData
  })
