import { useQuery } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { call } from '../api'
import { useActions } from '../keyboard/actions'
import { navigate } from '../navigation'
import { runQuery } from '../queries/run'
import type { Route } from '../route'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { ProducerClock } from '../ui/producerClock'
import { StepMarksContext } from './annotate/stepMarks'
import { useAnnotating } from './annotate/useAnnotating'
import { Inspector, type InspectorTab } from './inspector'
import { RunHeader } from './runHeader'
import { RunLayout } from './runLayout'
import { RunNotices } from './runNotices'
import { RunPlace } from './runPlace'
import { indexOfStep, nextTrouble, openingStep } from './steps/selection'

type RunRoute = Extract<Route, { screen: 'run' }>

const tabs: readonly InspectorTab[] = ['data', 'code', 'graph', 'insights', 'annotations', 'raw']

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
  // Chosen once: a failure that arrives later must not take the selection away.
  const [opening] = useState(() => openingStep(steps))
  const asked = route.step ?? opening ?? openingStep(steps)
  const selected = steps[indexOfStep(steps, asked)] ?? null
  const tab = tabs.find((each) => each === route.tab) ?? 'data'

  const go = useCallback((to: Partial<RunRoute>) => navigate({ ...route, ...to }, { replace: true }), [route])
  const select = useCallback(
    ({ build, sequenceId, attempt }: StepRow) => go({ step: { build, sequenceId, attempt } }),
    [go]
  )
  const annotating = useAnnotating(detail, selected, () => go({ tab: 'annotations' }))
  const jump = (step: StepRow | null | undefined): void => {
    if (step !== null && step !== undefined) select(step)
  }
  useActions({
    'run.nextError': () => jump(nextTrouble(steps, selected, 1)),
    'run.previousError': () => jump(nextTrouble(steps, selected, -1)),
    'run.diff': () => go({ tab: 'data' }),
    'run.graph': () => go({ tab: 'graph' }),
    'run.code': () => go({ tab: 'code' }),
    'run.copyId': () => void call('app.copy', { text: run.appId })
  })
  return (
    <StepMarksContext value={annotating.marks}>
      <div className="flex h-full min-h-0 flex-col">
        <RunHeader
          detail={detail}
          onJumpToError={() => jump(steps.findLast((step) => step.sequenceId === run.lastError?.sequenceId && step.status === 'failed') ?? nextTrouble(steps, null, 1))}
        />
        <RunNotices detail={detail} />
        {steps.length === 0 ? (
          <EmptyState icon={Ban} title="This run has no steps">
            The application was built and no step of it has begun, or its log was never written. Steps appear here by themselves when they arrive.
          </EmptyState>
        ) : (
          <RunLayout detail={detail} selected={selected} onSelect={select} isGraphInTab={tab === 'graph'}>
            <Inspector annotating={annotating} detail={detail} selected={selected} asked={route.step} tab={tab} onTab={(next) => go({ tab: next })} onSelect={select} />
          </RunLayout>
        )}
      </div>
    </StepMarksContext>
  )
}
