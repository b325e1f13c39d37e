import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { navigate } from '../../navigation'
import type { Route } from '../../route'
import { announce } from '../../ui/announcer'
import { nextTrouble } from '../steps/selection'
import type { SelectStep } from '../steps/stepsPane'
import { isWorthALook, orderIn, placeAfter, troublePlaces } from './nextTroubleInside'

/** The address of a run. */
export type RunRoute = Extract<Route, { screen: 'run' }>

/** Changes the address of the run on screen: another tab, another step, one of a run inside. */
export function useRunAddress(route: RunRoute): { readonly go: (to: Partial<RunRoute>) => void; readonly select: SelectStep } {
  const go = useCallback((to: Partial<RunRoute>) => navigate({ ...route, ...to }, { replace: true }), [route])
  const select = useCallback<SelectStep>(({ build, sequenceId, attempt }, inside = [], tab) => go({ step: { build, sequenceId, attempt }, inside, ...(tab === undefined ? {} : { tab }) }), [go])
  return { go, select }
}

/** Goes to the next or previous failed step, into the runs that steps started too. */
export function useNextTrouble(root: RunDetail, inside: readonly RunKey[], selected: StepRow | null, select: SelectStep): (direction: 1 | -1) => void {
  const client = useQueryClient()
  return (direction) => {
    if (inside.length === 0 && !root.children.some(isWorthALook)) {
      const step = nextTrouble(root.steps, selected, direction)
      if (step !== null) select(step)
      return
    }
    void troublePlaces(client, root).then((places) => {
      const to = placeAfter(places, selected === null ? null : { inside, step: selected }, orderIn(root), direction)
      if (to === null) announce('No step failed')
      else select(to.step, to.inside)
    }, () => announce('A sub-run could not be read'))
  }
}
