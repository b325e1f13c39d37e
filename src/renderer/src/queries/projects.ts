import { queryOptions } from '@tanstack/react-query'
import { call } from '../api'

/** All projects, newest activity first. */
export const projectsQuery = () => queryOptions({ queryKey: ['projects'], queryFn: () => call('projects.list', {}) })

/** As of when each project is complete; it changes with the status. */
export const coverageQuery = () => queryOptions({ queryKey: ['status', 'coverage'], queryFn: () => call('projects.coverage', {}) })

/** The partitions of a project. */
export const partitionsQuery = (project: string) =>
  queryOptions({ queryKey: ['partitions', project], queryFn: () => call('projects.partitions', { project }) })
