import { useCallback, useMemo, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { useActions } from '../../keyboard/actions'
import { runKeyText } from '../../route'
import { announce } from '../../ui/announcer'
import type { BaseChoice, DiffBase } from './base'

/** Whether the index knows the step that a run was forked from. */
export function hasForkPoint({ parents }: RunDetail): boolean {
  return parents.some(({ kind, run, pointer }) => kind === 'fork' && run !== null && pointer.sequenceId !== null)
}

/** The base of a run view, with its keys: it holds until another is chosen, whatever step is selected. */
export function useBase(detail: RunDetail, selected: StepRow | null): BaseChoice {
  const [{ ofRun, base: chosen }, setChosen] = useState<{ readonly ofRun: string; readonly base: DiffBase }>({ ofRun: '', base: { kind: 'previous' } })
  const runText = runKeyText(detail.run)
  const isOfRun = ofRun === runText
  // A step of one run is no base for another, such as a sub-run whose step is selected.
  const base = useMemo<DiffBase>(() => (isOfRun ? chosen : { kind: 'previous' }), [isOfRun, chosen])
  const setBase = useCallback((next: DiffBase) => setChosen({ ofRun: runText, base: next }), [runText])
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
  return useMemo(() => ({ base, setBase }), [base, setBase])
}
