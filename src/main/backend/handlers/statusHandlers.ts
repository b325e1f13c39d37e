import { listJobs } from '../database/jobs'
import { readSetAside } from '../database/setAside'
import type { ReaderPart } from './readerMethod'

export const statusHandlers: ReaderPart<'jobs.list' | 'objects.setAside'> = {
  'jobs.list': ({ db }, options) => listJobs(db, options),
  'objects.setAside': ({ db }, options) => readSetAside(db, options)
}
