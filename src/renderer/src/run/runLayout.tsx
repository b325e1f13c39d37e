import { PanelRightOpen } from 'lucide-react'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { doAction } from '../keyboard/actions'
import { runKeyText } from '../route'
import { IconButton } from '../ui/button'
import { keptBoolean, useKept } from '../ui/kept'
import { PaneBoundary } from '../ui/paneBoundary'
import { Splitter, useSplit } from '../ui/splitter'
import { GraphPane, GraphPaneBar } from './graph/graphPane'
import { StatePanes } from './history/statePanes'
import { Scrubber } from './scrubber/scrubber'
import { useSize } from './steps/columns'
import { StepsPane, type SelectStep } from './steps/stepsPane'

interface Props {
  /** The run that is open, whose steps are listed. */
  readonly root: RunDetail
  /** The run the selected step is of: the open one, or one inside it that `inside` leads to. */
  readonly shown: RunDetail
  readonly inside: readonly RunKey[]
  readonly selected: StepRow | null
  readonly onSelect: SelectStep
  /** Whether the inspector shows the graph, which is then not shown twice. */
  readonly isGraphInTab: boolean
  /** Whether the inspector is there; without it the steps have the whole width. */
  readonly showsInspector: boolean
  readonly children: ReactNode
}

const minWidthPx = 300
const minGraphPx = 120
const minStepsPx = 240
/** Below this height twenty steps are worth more than the graph, until a person asks for it. */
const roomyPx = 760

/** Steps with the graph below them on the left, the inspector on the right; splitters between them are remembered. */
export function RunLayout({ root, shown: detail, inside, selected, onSelect, isGraphInTab, showsInspector, children }: Props) {
  const selectShown = (step: StepRow): void => onSelect(step, inside)
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  const split = useSplit('run.inspector', 520)
  const graphSplit = useSplit('run.graph', 260)
  const [asked, setShowsGraph] = useKept<boolean | null>('run.showsGraph', null, keptBoolean)
  const showsGraph = asked ?? height >= roomyPx
  const maxPx = Math.max(minWidthPx, width - minWidthPx)
  const inspectorPx = Math.min(Math.max(split.sizePx, minWidthPx), maxPx)
  const maxGraphPx = height - minStepsPx
  const hasRoom = maxGraphPx >= minGraphPx && detail.graphHash !== null && !isGraphInTab
  const graphPx = Math.min(Math.max(graphSplit.sizePx, minGraphPx), maxGraphPx)
  return (
    <div ref={box} className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PaneBoundary name="The step list">
          <StepsPane key={runKeyText(root.run)} detail={root} selected={selected} inside={inside} onSelect={onSelect} />
        </PaneBoundary>
        <Scrubber detail={detail} selected={selected} onSelect={selectShown} />
        {hasRoom && showsGraph ? (
          <>
            <Splitter label="Height of the graph" split={{ ...graphSplit, sizePx: graphPx }} minPx={minGraphPx} maxPx={maxGraphPx} pane="bottom" />
            <GraphPane heightPx={graphPx} detail={detail} selected={selected} onSelect={selectShown} onHide={() => setShowsGraph(false)} />
          </>
        ) : null}
        {hasRoom && !showsGraph ? <GraphPaneBar onShow={() => setShowsGraph(true)} /> : null}
      </div>
      {showsInspector ? (
        <>
          <Splitter label="Width of the inspector" split={{ ...split, sizePx: inspectorPx }} minPx={minWidthPx} maxPx={maxPx} pane="right" />
          <div className="flex min-w-0 flex-col" style={{ width: inspectorPx }}>
            <StatePanes detail={detail} selected={selected} onSelect={selectShown} heightPx={height}>{children}</StatePanes>
          </div>
        </>
      ) : (
        <div className="shrink-0 border-l bg-panel p-0.5">
          <IconButton label="Show the panel beside the steps (i)" onClick={() => doAction('run.inspector')}><PanelRightOpen aria-hidden size={14} /></IconButton>
        </div>
      )}
    </div>
  )
}
