import { queryOptions } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { call } from '../api'
import { formatStepKey } from '../route'
import { runRoot } from './run'

const keyOnly = ({ project, partitionKey, appId }: RunKey): RunKey => ({ project, partitionKey, appId })

/** The test case of a step. */
export const testCaseQuery = (run: RunKey, { build, sequenceId, attempt }: StepKey) =>
  queryOptions({
    queryKey: [...runRoot(run), 'testCase', formatStepKey({ build, sequenceId, attempt })],
    queryFn: () => call('reproduce.testCase', { run: keyOnly(run), step: { build, sequenceId, attempt } }),
    retry: false
  })

/** Asks for a folder and saves a build of a run there as Burr's local tracker has it. */
export const saveRunFolder = (run: RunKey, build: number) => call('reproduce.saveFolder', { run: keyOnly(run), build })
