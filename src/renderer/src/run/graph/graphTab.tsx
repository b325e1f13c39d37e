import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'

export function GraphTab({ detail }: { detail: RunDetail; selected: StepRow | null; onSelect: (step: StepRow) => void }) {
  return <p>{detail.graphHash}</p>
}
