import { useMemo, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { useActions } from '../../keyboard/actions'
import { announce } from '../../ui/announcer'
import type { BaseChoice, DiffBase } from './base'

/** Whether the index knows the step that a run was forked from. */
export function hasForkPoint({ parents }: RunDetail): boolean {
  return parents.some(({ kind, run, pointer }) => kind === 'fork' && run !== null && pointer.sequenceId !== null)
}

/** The base of a run view, with its keys: it holds until another is chosen, whatever step is selected. */
export function useBase(detail: RunDetail, selected: StepRow | null): BaseChoice {
  const [base, setBase] = useState<DiffBase>({ kind: 'previous' })
  const pin = (): void => {
    if (selected === null) return
    setBase({ kind: 'step', step: { build: selected.build, sequenceId: selected.sequenceId, attempt: selected.attempt } })
    announce(`Changes are shown against step ${selected.sequenceId}`)
  }
  const reset = (): void => {
    setBase({ kind: 'previous' })
    announce('Changes are shown against the step before')
  }
  const isFork = hasForkPoint(detail)
  useActions({
    'state.base': pin,
    'state.noBase': reset,
    ...(isFork ? { 'state.forkBase': () => setBase({ kind: 'fork' }) } : {})
  })
  return useMemo(() => ({ base, setBase }), [base])
}
