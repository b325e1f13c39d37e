import { createContext, useContext } from 'react'
import type { PathPart } from '@shared/exactJson/path'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'

/** What can be asked of a field of the state, beside its value. */
export interface FieldTools {
  readonly run: RunKey
  /** The step whose state is shown. */
  readonly step: StepKey | null
  readonly openHistory: (path: readonly PathPart[]) => void
  readonly isWatched: (path: readonly PathPart[]) => boolean
  readonly toggleWatch: (path: readonly PathPart[]) => void
  readonly onSelect: (step: StepKey) => void
}

/** The tools for fields of the state of the run on screen; `null` where there are none. */
export const FieldToolsContext = createContext<FieldTools | null>(null)

/** The tools for a field of the tree that hangs on `root`; only the state has a history. */
export function useFieldTools(root: string, path: readonly PathPart[]): FieldTools | null {
  const tools = useContext(FieldToolsContext)
  return root === 'state' && path.length > 0 ? tools : null
}
