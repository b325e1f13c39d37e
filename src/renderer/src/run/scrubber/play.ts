import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { stepQuery } from '../../queries/step'
import { useKept } from '../../ui/kept'

/** Steps a second that can be chosen; 1× is one. */
export const rates = [0.5, 1, 2, 5, 10, 20] as const

/** With reduced motion the screen changes no oftener than this a second. */
const calmRate = 2

/** Whether the system asks for little motion; read when it matters, since it can change while the window is open. */
function wantsCalm(): boolean {
  return window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false
}

/** The playing of the steps: on or off, and how fast. */
export interface Play {
  readonly isPlaying: boolean
  readonly rate: number
  readonly setRate: (rate: number) => void
  readonly toggle: () => void
  readonly stop: () => void
}

interface Track {
  readonly run: RunKey
  readonly steps: readonly StepRow[]
  /** Where the selection stands among the steps: between two when a filter leaves it out. */
  readonly place: number
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
}

/** Moves the selection on by itself, never past a step whose values are not on screen yet; it stops at the last step. */
export function usePlay({ run, steps, place, selected, onSelect }: Track): Play {
  const [wants, setWants] = useState(false)
  const [rate, setRate] = useKept<number>('run.playRate', 1, (kept) => rates.find((each) => each === kept))
  const next = steps[Math.floor(place + 1)]
  const isPlaying = wants && next !== undefined
  const isReading = useIsFetching({ queryKey: selected === null ? [] : stepQuery(run, selected).queryKey }) > 0
  const select = useRef(onSelect)
  /** Where the playing itself has moved the selection. */
  const ownPlace = useRef(place)
  useEffect(() => {
    select.current = onSelect
  })
  useEffect(() => {
    // Whoever moves the selection otherwise wants to look, not to be carried on.
    if (next === undefined || place !== ownPlace.current) setWants(false)
  }, [place, next])
  useEffect(() => {
    if (!isPlaying || isReading || next === undefined) return
    const timer = setTimeout(() => {
      ownPlace.current = Math.floor(place + 1)
      select.current(next)
    }, 1000 / (wantsCalm() ? Math.min(rate, calmRate) : rate))
    return () => clearTimeout(timer)
  }, [isPlaying, isReading, next, place, rate])
  return {
    isPlaying,
    rate,
    setRate,
    stop: () => setWants(false),
    toggle: () => {
      const first = steps[0]
      setWants(!isPlaying)
      ownPlace.current = next === undefined ? 0 : place
      // At the end it begins again.
      if (!isPlaying && next === undefined && first !== undefined) onSelect(first)
    }
  }
}
