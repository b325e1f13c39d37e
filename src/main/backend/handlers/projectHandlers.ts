import { readPartitions, readProjects } from '../database/projects'
import type { ReaderPart } from './readerMethod'

/** Most partitions that are given at once. */
const partitionLimit = 1000

export const projectHandlers: ReaderPart<'projects.list' | 'projects.partitions'> = {
  'projects.list': ({ db }) => readProjects(db),
  'projects.partitions': ({ db }, { project }) => readPartitions(db, project, partitionLimit)
}
