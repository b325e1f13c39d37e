import { useQuery } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { useActions } from '../keyboard/actions'
import { keptBoolean, useKept } from '../ui/kept'
import { runAnnotationsQuery } from '../queries/annotations'
import { runQuery } from '../queries/run'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { ProducerClock } from '../ui/producerClock'
import { Skeleton } from '../ui/skeleton'
import { marksOf, StepMarksContext } from './annotate/stepMarks'
import { useAnnotating } from './annotate/useAnnotating'
import { ForkStrip } from './family/forkStrip'
import { useNextTrouble, useRunAddress, type RunRoute } from './family/selection'
import { useShown } from './family/shown'
import { SubRunPath } from './family/subRunPath'
import { FindBar } from './find/findBar'
import { Inspector, type InspectorTab } from './inspector'
import { RunHeader } from './runHeader'
import { RunLayout } from './runLayout'
import { RunNotices } from './runNotices'
import { RunPlace } from './runPlace'
import { useCopying } from './useCopying'
import { FilteringContext, useFiltering } from './steps/filter'
import { indexOfStep, nextTrouble, openingStep } from './steps/selection'

const tabs: readonly InspectorTab[] = ['data', 'code', 'graph', 'insights', 'reproduce', 'annotations', 'raw']

/** One run: its steps, and the values, code and graph of the step the address names. */
export function RunScreen({ route }: { route: RunRoute }) {
  const { data, error, refetch } = useQuery(runQuery(route.run))
  if (data === undefined) {
    return error === null ? <RunPlace run={route.run} /> : <ErrorState title="This run cannot be opened" error={error} onRetry={() => void refetch()} />
  }
  return (
    <ProducerClock value={data.clock?.offsetMinutes ?? null}>
      <OpenRun route={route} detail={data} />
    </ProducerClock>
  )
}

function OpenRun({ route, detail }: { route: RunRoute; detail: RunDetail }) {
  const { steps, run } = detail
  const { go, select } = useRunAddress(route)
  const inside = route.inside ?? noWay
  const shown = useShown(detail, inside)
  // Chosen once: a failure that arrives later must not take the selection away.
  const [opening] = useState(() => openingStep(steps))
  const own = shown.detail?.steps ?? []
  const asked = route.step ?? (inside.length > 0 ? openingStep(own) : (opening ?? openingStep(steps)))
  const selected = own[indexOfStep(own, asked)] ?? null
  const tab = tabs.find((each) => each === route.tab) ?? 'data'
  const [showsInspector, setShowsInspector] = useKept('run.showsInspector', true, keptBoolean)
  const openTab = (next: InspectorTab): void => {
    setShowsInspector(true)
    go({ tab: next })
  }
  const annotating = useAnnotating(shown.detail ?? detail, selected, () => openTab('annotations'))
  const { data: annotated } = useQuery(runAnnotationsQuery(run))
  const marks = useMemo(() => marksOf(steps, annotated?.annotations ?? []), [steps, annotated])
  const filtering = useFiltering(run)
  const [isFinding, setFinding] = useState(false)
  const trouble = useNextTrouble(detail, inside, selected, select)
  const goUp = (): void => select(holderOf(detail, inside) ?? openingStep(steps) ?? steps[0] ?? nowhere)
  const goToStep = (sequenceId: number): void => {
    const step = steps.findLast((each) => each.sequenceId === sequenceId)
    if (step !== undefined) select(step)
  }
  const jump = (step: StepRow | null | undefined): void => {
    if (step !== null && step !== undefined) select(step)
  }
  useActions({
    ...(inside.length > 0 ? { 'go.up': goUp } : {}),
    'run.nextError': () => trouble(1),
    'run.previousError': () => trouble(-1),
    'run.find': () => setFinding(true),
    'run.diff': () => openTab('data'),
    'run.graph': () => openTab('graph'),
    'run.code': () => openTab('code'),
    'run.inspector': () => setShowsInspector(!showsInspector)
  })
  useCopying(shown.detail?.run ?? run, selected)
  return (
    <StepMarksContext value={marks}>
      <FilteringContext value={filtering}>
        <div className="flex h-full min-h-0 flex-col">
          <RunHeader
            detail={detail}
            onJumpToError={() => jump(steps.findLast((step) => step.sequenceId === run.lastError?.sequenceId && step.status === 'failed') ?? nextTrouble(steps, null, 1))}
          />
          <ForkStrip detail={detail} onStep={goToStep} />
          <RunNotices detail={detail} />
          {isFinding ? <FindBar root={detail} selected={selected} inside={inside} onHit={(step, way) => go({ step, inside: way, ...(tab === 'raw' ? {} : { tab: 'data' }) })} onClose={() => setFinding(false)} /> : null}
          {steps.length === 0 ? (
            <EmptyState icon={Ban} title="This run has no steps">
              The application was built and no step of it has begun, or its log was never written. Steps appear here by themselves when they arrive.
            </EmptyState>
          ) : (
            <RunLayout root={detail} shown={shown.detail ?? detail} inside={inside} selected={selected} onSelect={select} isGraphInTab={tab === 'graph' && showsInspector} showsInspector={showsInspector}>
              <SubRunPath root={detail} inside={inside} selected={selected} onUp={goUp} />
              {shown.detail === undefined ? <OfSubRun error={shown.error} onRetry={shown.retry} /> : (
                <Inspector annotating={annotating} detail={shown.detail} selected={selected} asked={route.step} tab={tab} onTab={(next) => go({ tab: next })} onSelect={(step) => select(step, inside)} />
              )}
            </RunLayout>
          )}
        </div>
      </FilteringContext>
    </StepMarksContext>
  )
}

const noWay: readonly RunKey[] = []
const nowhere = { build: 0, sequenceId: 0, attempt: 0 }

/** The step of a run that the way to another one leads through; `null` when it is not known. */
function holderOf({ steps, children }: RunDetail, inside: readonly RunKey[]): StepRow | null {
  const [first] = inside
  const child = children.find(({ run }) => run.appId === first?.appId && run.partitionKey === first.partitionKey)
  return steps.findLast((step) => step.sequenceId === child?.sequenceId) ?? null
}

/** In place of a sub-run's step: that it is being read, or why it cannot be. */
function OfSubRun({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return error === null ? <div aria-busy className="p-3"><Skeleton width={220} /></div> : <ErrorState title="This sub-run cannot be opened" error={error} onRetry={onRetry} />
}
