import { ChevronDown, ChevronUp } from 'lucide-react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { useAfterPaint } from '../../ui/afterPaint'
import { IconButton } from '../../ui/button'
import { PaneBoundary } from '../../ui/paneBoundary'
import { graphHashOf } from './buildGraph'
import { GraphTab } from './graphTab'

interface Props {
  readonly heightPx: number
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
  readonly onHide: () => void
}

/** The graph below the steps; it comes after them. */
export function GraphPane({ heightPx, detail, selected, onSelect, onHide }: Props) {
  const isPainted = useAfterPaint()
  return (
    <section aria-label="Graph" className="relative shrink-0 overflow-hidden" style={{ height: heightPx }}>
      <PaneBoundary name="The graph" resetKey={graphHashOf(detail, selected) ?? ''}>
        {isPainted ? <GraphTab detail={detail} selected={selected} onSelect={onSelect} /> : null}
      </PaneBoundary>
      <IconButton label="Hide the graph" onClick={onHide} className="absolute top-1 right-1 z-10 bg-canvas">
        <ChevronDown aria-hidden size={14} />
      </IconButton>
    </section>
  )
}

/** What is left of the graph's pane when it is hidden. */
export function GraphPaneBar({ onShow }: { onShow: () => void }) {
  return (
    <button type="button" aria-expanded={false} onClick={onShow} className="flex h-6 shrink-0 items-center gap-1.5 border-t bg-panel px-3 text-left text-xs font-medium text-ink-dim hover:bg-hover hover:text-ink">
      <ChevronUp aria-hidden size={13} /> Graph
    </button>
  )
}
