import { MousePointerClick, PanelRightClose } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepKey, StepRow } from '@shared/model/step'
import { formatStepKey } from '../route'
import { doAction } from '../keyboard/actions'
import { IconButton } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { keptBoolean, useKept } from '../ui/kept'
import { PaneBoundary } from '../ui/paneBoundary'
import { showSigns } from '../ui/showSigns'
import { AnnotationsTab } from './annotate/annotationsTab'
import type { Annotating } from './annotate/useAnnotating'
import { CodeTab } from './code/codeTab'
import { DataTab } from './data/dataTab'
import { RawTab } from './data/rawTab'
import { Segments } from './data/segments'
import { graphHashOf } from './graph/buildGraph'
import { GraphTab } from './graph/graphTab'
import { InsightsTab } from './insights/insightsTab'
import { ReproduceTab } from './reproduce/reproduceTab'
import { StepBody } from './stepBody'
import { OpenPaths } from './values/openPaths'

/** The tabs of the inspector. */
export type InspectorTab = 'data' | 'code' | 'graph' | 'insights' | 'reproduce' | 'annotations' | 'raw'

const tabs: readonly (readonly [InspectorTab, string])[] = [['data', 'Data'], ['code', 'Code'], ['graph', 'Graph'], ['insights', 'Insights'], ['reproduce', 'Reproduce'], ['annotations', 'Annotations'], ['raw', 'Raw']]

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  /** The step the address names, which may not exist. */
  readonly asked: StepKey | null
  readonly tab: InspectorTab
  readonly onTab: (tab: InspectorTab) => void
  readonly onSelect: (step: StepRow) => void
  readonly annotating: Annotating
}

/** The selected step from all sides: its data, the code of its action, its place in the graph, its log lines. */
export function Inspector({ detail, selected, asked, tab, onTab, onSelect, annotating }: Props) {
  const [isRaw, setRaw] = useKept('run.rawValues', false, keptBoolean)
  const [paths] = useState(() => new Map<string, boolean>())
  const mode = isRaw ? 'raw' : 'rendered'
  return (
    <Tabs.Root value={tab} onValueChange={(next) => onTab(tabs.find(([each]) => each === next)?.[0] ?? 'data')} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-7 shrink-0 items-center gap-1 border-b bg-panel pr-1">
        <Tabs.List aria-label="What to show of the step" className="flex h-full min-w-0 overflow-x-auto overflow-y-hidden [scrollbar-width:none]">
          {tabs.map(([each, word]) => (
            <Tabs.Trigger key={each} value={each} className="border-b-2 border-transparent px-1.5 text-sm text-ink-dim hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink">
              {word}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <span className="min-w-0 flex-1 basis-0 truncate text-right text-xs text-ink-faint">
          {/* Beside the switch of the values there is no room for it. */}
          {selected === null || tab === 'data' ? '' : `${showSigns(selected.action)} · step ${selected.sequenceId}`}
        </span>
        {tab === 'data' ? (
          <Segments label="How values are shown" value={mode} onChange={(next) => setRaw(next === 'raw')} options={[['rendered', 'Rendered'], ['raw', 'Raw']]} />
        ) : null}
        <IconButton label="Hide this panel (i)" className="size-5 shrink-0" onClick={() => doAction('run.inspector')}><PanelRightClose aria-hidden size={13} /></IconButton>
      </div>
      <OpenPaths value={paths}>
        <Pane tab="data" name="The data" selected={selected}>
          {selected === null ? <NoStep asked={asked} /> : <StepBody run={detail.run} step={selected}>{(step) => <DataTab detail={step} run={detail} mode={mode} />}</StepBody>}
        </Pane>
        <Pane tab="code" name="The code" selected={selected}>
          {selected === null ? <NoStep asked={asked} /> : <CodeTab graphHash={graphHashOf(detail, selected)} action={selected.action} />}
        </Pane>
        <Pane tab="graph" name="The graph" selected={null}>
          <GraphTab detail={detail} selected={selected} onSelect={onSelect} />
        </Pane>
        <Pane tab="insights" name="The insights" selected={null}>
          <InsightsTab detail={detail} onSelect={onSelect} />
        </Pane>
        <Pane tab="reproduce" name="Reproduce" selected={selected}>
          {selected === null ? <NoStep asked={asked} /> : <ReproduceTab detail={detail} step={selected} />}
        </Pane>
        <Pane tab="annotations" name="The annotations" selected={null}>
          <AnnotationsTab detail={detail} selected={selected} annotating={annotating} onSelect={onSelect} />
        </Pane>
        <Pane tab="raw" name="The log lines" selected={selected}>
          {selected === null ? <NoStep asked={asked} /> : <StepBody run={detail.run} step={selected}>{(step) => <RawTab detail={step} />}</StepBody>}
        </Pane>
      </OpenPaths>
    </Tabs.Root>
  )
}

function Pane({ tab, name, selected, children }: { tab: InspectorTab; name: string; selected: StepRow | null; children: ReactNode }) {
  return (
    <Tabs.Content value={tab} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px] [overflow-anchor:none]">
      <PaneBoundary name={name} resetKey={selected === null ? '' : formatStepKey(selected)}>{children}</PaneBoundary>
    </Tabs.Content>
  )
}

function NoStep({ asked }: { asked: StepKey | null }) {
  return asked === null ? (
    <EmptyState icon={MousePointerClick} title="No step is selected">Select a step in the list to see what it did.</EmptyState>
  ) : (
    <EmptyState icon={MousePointerClick} title="That step is not here">
      The run has no step {asked.sequenceId}
      {asked.attempt > 0 ? `, attempt ${asked.attempt + 1}` : ''}
      {asked.build > 0 ? `, in build ${asked.build + 1}` : ''}. It may not have been indexed yet. Select another in the list.
    </EmptyState>
  )
}
