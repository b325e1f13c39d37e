import { useRef } from 'react'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { PaneBoundary } from '../ui/paneBoundary'
import { Splitter, useSplit } from '../ui/splitter'
import { useWidth } from './steps/columns'
import { StepsPane } from './steps/stepsPane'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
  readonly children: ReactNode
}

const minStepsPx = 300
const minInspectorPx = 300

/** Steps on the left, the inspector on the right, a splitter between them that is remembered. */
export function RunLayout({ detail, selected, onSelect, children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const split = useSplit('run.inspector', 520)
  const maxPx = Math.max(minInspectorPx, width - minStepsPx)
  const inspectorPx = Math.min(Math.max(split.sizePx, minInspectorPx), maxPx)
  return (
    <div ref={box} className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PaneBoundary name="The step list">
          <StepsPane detail={detail} selected={selected} onSelect={onSelect} />
        </PaneBoundary>
      </div>
      <Splitter label="Width of the inspector" split={{ ...split, sizePx: inspectorPx }} minPx={minInspectorPx} maxPx={maxPx} pane="right" />
      <div className="flex min-w-0 flex-col" style={{ width: inspectorPx }}>
        {children}
      </div>
    </div>
  )
}
