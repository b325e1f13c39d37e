import type { RunDetail } from '@shared/contract/runs'
import type { StepKey, StepRow } from '@shared/model/step'

/** The tabs of the inspector. */
export type InspectorTab = 'data' | 'code' | 'graph' | 'raw'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly asked: StepKey | null
  readonly tab: InspectorTab
  readonly onTab: (tab: InspectorTab) => void
  readonly onSelect: (step: StepRow) => void
}

export function Inspector({ selected }: Props) {
  return <p>{selected?.action}</p>
}
