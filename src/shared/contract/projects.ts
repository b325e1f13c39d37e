import { z } from 'zod'
import type { PartitionRow, ProjectCoverage, ProjectRow } from '../model/project'
import { name } from './keys'
import { method } from './method'

export const projects = {
  /** All projects, the one with the newest activity first. */
  'projects.list': method<readonly ProjectRow[]>()('reader', z.strictObject({})),
  /** As of when each project is complete. */
  'projects.coverage': method<readonly ProjectCoverage[]>()('indexer', z.strictObject({})),
  /** The partitions of a project, newest activity first, at most 1,000. */
  'projects.partitions': method<readonly PartitionRow[]>()('reader', z.strictObject({ project: name }))
} as const
