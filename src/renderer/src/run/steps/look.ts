import { CircleDot, CirclePause, Unplug } from 'lucide-react'
import type { RunStatus } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { stepLooks, type StatusLook } from '../../ui/status'

const running: StatusLook = { word: 'Running', tone: 'running', icon: CircleDot, meaning: 'The step has begun and not ended, and news came lately.' }
const lost: StatusLook = {
  word: 'Lost',
  tone: 'lost',
  icon: Unplug,
  meaning: 'The step never ended and no news came for long: the program has probably died. Inferred.'
}

const waiting: StatusLook = { word: 'Waiting', tone: 'waiting', icon: CirclePause, meaning: 'The step has begun and not ended: the run waits for something from outside.' }

/** How a step is shown inside a run: an open step is running, waiting or lost, by what became of the run. */
export function lookOf(step: StepRow, runStatus: RunStatus): StatusLook {
  if (step.status !== 'open') return stepLooks[step.status]
  if (runStatus === 'waiting') return waiting
  return runStatus === 'running' ? running : lost
}
