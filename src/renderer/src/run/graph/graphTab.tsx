import { useQuery } from '@tanstack/react-query'
import { Workflow } from 'lucide-react'
import { useMemo } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { Graph } from '@shared/model/graph'
import type { StepRow } from '@shared/model/step'
import { graphQuery } from '../../queries/graph'
import { EmptyState } from '../../ui/emptyState'
import { ErrorState } from '../../ui/errorState'
import { lookOf } from '../steps/look'
import { nextOfAction } from '../steps/selection'
import { GraphCanvas } from './graphCanvas'
import { GraphText } from './graphText'
import { historyOf } from './history'
import { layoutGraph } from './layout'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
}

/** The graph of a run with its history on it; the action of the selected step is filled. */
export function GraphTab({ detail, selected, onSelect }: Props) {
  if (detail.graphHash === null) {
    return <EmptyState icon={Workflow} title="No graph is recorded">The graph of this run is not in the bucket, or has not been indexed yet.</EmptyState>
  }
  return <GraphOfHash hash={detail.graphHash} detail={detail} selected={selected} onSelect={onSelect} />
}

function GraphOfHash({ hash, ...rest }: Props & { hash: string }) {
  const { data, error, refetch } = useQuery(graphQuery(hash))
  if (error !== null) return <ErrorState title="The graph cannot be read" error={error} onRetry={() => void refetch()} />
  return data === undefined ? null : <LaidOut graph={data} {...rest} />
}

function LaidOut({ graph, detail, selected, onSelect }: Props & { graph: Graph }) {
  const { steps, run } = detail
  const { data: layout, error } = useQuery({
    queryKey: ['graphLayout', graph.hash],
    queryFn: () => layoutGraph(graph),
    gcTime: 60 * 60_000
  })
  const history = useMemo(() => historyOf(graph, steps), [graph, steps])
  const look = selected === null ? null : lookOf(selected, run.status)
  return (
    <div className="relative h-full min-h-40">
      {layout === undefined ? (
        <p className="p-3 text-sm text-ink-dim">{error === null ? 'Laying out the graph…' : `The graph cannot be drawn. ${error.message}`}</p>
      ) : (
        <GraphCanvas
          graph={graph}
          layout={layout}
          history={history}
          current={{ action: selected?.action ?? null, tone: look?.tone ?? 'ok' }}
          onAction={(action) => {
            const step = nextOfAction(steps, selected, action)
            if (step !== null) onSelect(step)
          }}
        />
      )}
      <GraphText graph={graph} history={history} current={selected?.action ?? null} isShown={error !== null} />
    </div>
  )
}
