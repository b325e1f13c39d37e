import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ValueRoot } from '@shared/contract/values'
import type { PathPart } from '@shared/exactJson/path'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { call } from '../api'
import { formatStepKey } from '../route'
import { runRoot } from './run'

/** A value of a step that is too long to be read whole. */
export interface LargePlace {
  readonly run: RunKey
  readonly step: StepKey
  readonly of: ValueRoot
}

const inputOf = ({ run: { project, partitionKey, appId }, step: { build, sequenceId, attempt }, of }: LargePlace) => ({
  run: { project, partitionKey, appId }, step: { build, sequenceId, attempt }, of
})
const partCount = 100
const gcTime = 60_000

/** The members or items of a part of a large value, a hundred a page. */
export const valuePartsQuery = (place: LargePlace, path: readonly PathPart[]) =>
  infiniteQueryOptions({
    queryKey: [...runRoot(place.run), 'valueParts', formatStepKey(place.step), place.of, path],
    queryFn: ({ pageParam }) => call('steps.value', { ...inputOf(place), path, from: pageParam, limit: partCount }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const read = all.reduce((sum, page) => sum + page.parts.length, 0)
      return read < last.count && last.parts.length > 0 ? read : undefined
    },
    gcTime
  })

/** The beginning of a string inside a large value, or a short value whole. */
export const valuePieceQuery = (place: LargePlace, path: readonly PathPart[], limit: number) =>
  queryOptions({
    queryKey: [...runRoot(place.run), 'valuePiece', formatStepKey(place.step), place.of, path, limit],
    queryFn: () => call('steps.value', { ...inputOf(place), path, from: 0, limit }),
    gcTime,
    retry: false
  })

/** What differs between two states that are too long to be read whole; `base` left out = the state before the step. */
export const stateDifferenceQuery = (run: RunKey, step: StepKey, base: StepKey | null) =>
  queryOptions({
    queryKey: [...runRoot(run), 'stateDifference', formatStepKey(step), base === null ? null : formatStepKey(base)],
    queryFn: () => {
      const { of: _of, ...at } = inputOf({ run, step, of: 'state' })
      return call('steps.stateDifference', base === null ? at : { ...at, base: { build: base.build, sequenceId: base.sequenceId, attempt: base.attempt } })
    },
    gcTime
  })

/** The text of a part of a large value, whole. */
export const valueText = (place: LargePlace, path: readonly PathPart[]) => call('steps.valueText', { ...inputOf(place), path })
