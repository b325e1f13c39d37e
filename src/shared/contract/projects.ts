import { z } from 'zod'
import type { PartitionRow, ProjectRow } from '../model/project'
import { name } from './keys'
import { method } from './method'

export const projects = {
  /** All projects, the one with the newest activity first. */
  'projects.list': method<readonly ProjectRow[]>()('reader', z.strictObject({})),
  /** The partitions of a project, newest activity first, at most 1,000. */
  'projects.partitions': method<readonly PartitionRow[]>()('reader', z.strictObject({ project: name }))
} as const
