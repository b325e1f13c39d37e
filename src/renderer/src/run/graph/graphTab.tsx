import { useQuery } from '@tanstack/react-query'
import { Workflow } from 'lucide-react'
import { useContext, useMemo } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { Graph } from '@shared/model/graph'
import type { StepRow } from '@shared/model/step'
import { graphQuery } from '../../queries/graph'
import { runKeyText } from '../../route'
import { EmptyState } from '../../ui/emptyState'
import { ErrorState } from '../../ui/errorState'
import { keptBoolean, useKept } from '../../ui/kept'
import { FilteringContext, noFilter } from '../steps/filter'
import { lookOf } from '../steps/look'
import { nextOfAction } from '../steps/selection'
import { graphHashOf, stepsOn } from './buildGraph'
import { inputsOf } from './elkGraph'
import { GraphCanvas } from './graphCanvas'
import { GraphText } from './graphText'
import { historyOf } from './history'
import { layoutGraph } from './layout'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
}

/** The graph that the selected step was taken on, with the history of the run on it; its action is filled. */
export function GraphTab({ detail, selected, onSelect }: Props) {
  const hash = graphHashOf(detail, selected)
  if (hash === null) {
    return <EmptyState icon={Workflow} title="No graph is recorded">The graph of this run is not in the bucket, or has not been indexed yet.</EmptyState>
  }
  return <GraphOfHash hash={hash} detail={detail} selected={selected} onSelect={onSelect} />
}

function GraphOfHash({ hash, ...rest }: Props & { hash: string }) {
  const { data, error, refetch } = useQuery(graphQuery(hash))
  if (error !== null) return <ErrorState title="The graph cannot be read" error={error} onRetry={() => void refetch()} />
  return data === undefined ? null : <LaidOut graph={data} {...rest} />
}

function LaidOut({ graph, detail, selected, onSelect }: Props & { graph: Graph }) {
  const { run } = detail
  const steps = useMemo(() => stepsOn(detail, graph.hash), [detail, graph.hash])
  const { filter, change, root } = useContext(FilteringContext)
  const [asksInputs, setInputs] = useKept('run.graphInputs', false, keptBoolean)
  const hasInputs = useMemo(() => inputsOf(graph).length > 0, [graph])
  const withInputs = asksInputs && hasInputs
  const { data: layout, error } = useQuery({
    queryKey: ['graphLayout', graph.hash, withInputs],
    queryFn: () => layoutGraph(graph, withInputs),
    gcTime: Infinity,
    staleTime: Infinity
  })
  const history = useMemo(() => historyOf(graph, steps), [graph, steps])
  const look = selected === null ? null : lookOf(selected, run.status)
  // The list is of the run that is open; the graph of one inside it only selects.
  const filters = root === runKeyText(run)
  return (
    <div className="relative h-full min-h-40">
      {layout === undefined ? (
        <p className="p-3 text-sm text-ink-dim">{error === null ? 'Laying out the graph…' : `The graph cannot be drawn. ${error.message}`}</p>
      ) : (
        <GraphCanvas
          key={String(withInputs)}
          graph={graph}
          layout={layout}
          history={history}
          current={{ action: selected?.action ?? null, tone: look?.tone ?? 'ok' }}
          showsInputs={withInputs}
          onInputs={hasInputs ? setInputs : null}
          onAction={(action) => {
            const step = nextOfAction(steps, selected, action)
            if (step === null) return
            if (filters) change({ action, passage: null })
            onSelect(step)
          }}
          onTransition={(index) => {
            const transition = graph.transitions[index]
            const step = transition === undefined ? null : nextArrival(steps, selected, transition.from, transition.to)
            if (transition === undefined || step === null) return
            if (filters) change({ action: null, passage: { from: transition.from, to: transition.to } })
            onSelect(step)
          }}
          onBackground={() => {
            if (filter.action !== null || filter.passage !== null) change({ action: noFilter.action, passage: noFilter.passage })
          }}
        />
      )}
      <GraphText graph={graph} history={history} current={selected?.action ?? null} isShown={error !== null} />
    </div>
  )
}

/** The next step after the selected one that was reached over a way, round the end. */
function nextArrival(steps: readonly StepRow[], selected: StepRow | null, from: string, to: string): StepRow | null {
  const arrivals = steps.filter((step, index) => step.action === to && steps[index - 1]?.action === from && steps[index - 1]?.build === step.build)
  const at = selected === null ? -1 : steps.indexOf(selected)
  return arrivals.find((step) => steps.indexOf(step) > at) ?? arrivals[0] ?? null
}
