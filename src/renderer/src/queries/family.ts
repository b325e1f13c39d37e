import { queryOptions } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import { call } from '../api'
import { runRoot } from './run'

const keyOnly = ({ project, partitionKey, appId }: RunKey): RunKey => ({ project, partitionKey, appId })

/** The runs a run comes from, the nearest first. */
export const lineageQuery = (run: RunKey) =>
  queryOptions({ queryKey: [...runRoot(run), 'lineage'], queryFn: () => call('runs.lineage', { run: keyOnly(run) }) })

/** What went into a run and what came out of it. */
export const inAndOutQuery = (run: RunKey) =>
  queryOptions({ queryKey: [...runRoot(run), 'inAndOut'], queryFn: () => call('runs.inAndOut', { run: keyOnly(run) }) })
