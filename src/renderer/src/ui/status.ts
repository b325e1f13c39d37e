import { Ban, CircleCheck, CircleDashed, CircleDot, CircleHelp, CirclePause, CircleX, History, Unplug } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { RunStatus } from '@shared/model/run'
import type { StepStatus } from '@shared/model/step'

/** The five meanings a colour can have. */
export type Tone = 'ok' | 'failed' | 'running' | 'waiting' | 'lost'

/** How a status is shown: a word, an icon and a colour, and one sentence on hover. */
export interface StatusLook {
  readonly word: string
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly meaning: string
}

/** The text colour of a tone. */
export const toneInk: Readonly<Record<Tone, string>> = {
  ok: 'text-ok',
  failed: 'text-failed',
  running: 'text-running',
  waiting: 'text-waiting',
  lost: 'text-lost'
}

/** The surface colour of a tone, on which its ink keeps its contrast. */
export const toneSoft: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-soft',
  failed: 'bg-failed-soft',
  running: 'bg-running-soft',
  waiting: 'bg-waiting-soft',
  lost: 'bg-lost-soft'
}

/** The solid colour of a tone, for bars and marks. */
export const toneFill: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok',
  failed: 'bg-failed',
  running: 'bg-running',
  waiting: 'bg-waiting',
  lost: 'bg-lost'
}

/** How each status of a run is shown. */
export const runLooks: Readonly<Record<RunStatus, StatusLook>> = {
  running: { word: 'Running', tone: 'running', icon: CircleDot, meaning: 'A step has begun and not ended, and news came lately.' },
  ok: { word: 'OK', tone: 'ok', icon: CircleCheck, meaning: 'The last step ended without an exception.' },
  failed: { word: 'Failed', tone: 'failed', icon: CircleX, meaning: 'The last step ended with an exception.' },
  recovered: { word: 'Recovered', tone: 'ok', icon: History, meaning: 'A step failed, and the run went on after it.' },
  waiting: { word: 'Waiting', tone: 'waiting', icon: CirclePause, meaning: 'The run stopped to wait for something from outside.' },
  stale: { word: 'Stale', tone: 'waiting', icon: CircleDashed, meaning: 'A step is open, and no news came for longer than usual. Inferred.' },
  lost: { word: 'Lost', tone: 'lost', icon: Unplug, meaning: 'A step never ended: the program has probably died. Inferred.' },
  'never-stepped': { word: 'No steps', tone: 'lost', icon: Ban, meaning: 'The run was built and no step of it began.' }
}

/** How each status of a step is shown. */
export const stepLooks: Readonly<Record<StepStatus, StatusLook>> = {
  ok: { word: 'OK', tone: 'ok', icon: CircleCheck, meaning: 'The step ended without an exception.' },
  failed: { word: 'Failed', tone: 'failed', icon: CircleX, meaning: 'The step ended with an exception.' },
  open: { word: 'Open', tone: 'running', icon: CircleDot, meaning: 'The step has begun; no end is recorded.' },
  abandoned: { word: 'Abandoned', tone: 'waiting', icon: CirclePause, meaning: 'The stream was left by the one who read it.' },
  interrupted: { word: 'Interrupted', tone: 'waiting', icon: CircleDashed, meaning: 'The step was stopped from outside.' },
  unrecorded: { word: 'Unrecorded', tone: 'lost', icon: CircleHelp, meaning: 'The step ended, and the log does not tell how.' }
}
