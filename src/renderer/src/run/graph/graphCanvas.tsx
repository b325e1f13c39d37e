import '@xyflow/react/dist/base.css'
import './graph.css'
import { Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi } from '@xyflow/react'
import { Locate, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Graph } from '@shared/model/graph'
import { IconButton } from '../../ui/button'
import { ActionBox } from './actionBox'
import { CurrentContext, CurrentStore, type Current } from './current'
import type { GraphLayout } from './elkGraph'
import { flowEdges, flowNodes } from './flow'
import type { History } from './history'
import { TransitionLine } from './transitionLine'
import { WaysOut } from './waysOut'

interface Props {
  readonly graph: Graph
  readonly layout: GraphLayout
  readonly history: History
  readonly current: Current
  readonly onAction: (action: string) => void
}

const nodeTypes = { action: ActionBox }
const edgeTypes = { transition: TransitionLine }
const fitOptions = { padding: 0.12, maxZoom: 1.1 }

/** The drawing of a graph: it fits at first, pans by dragging, zooms with the wheel, and a press on an action selects its next step. */
export function GraphCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

function Canvas({ graph, layout, history, current, onAction }: Props) {
  const [store] = useState(() => new CurrentStore())
  const { action, tone } = current
  useEffect(() => store.set({ action, tone }), [store, action, tone])
  const nodes = useMemo(() => flowNodes(graph, layout, history), [graph, layout, history])
  const edges = useMemo(() => flowEdges(graph, layout, history), [graph, layout, history])
  return (
    <CurrentContext value={store}>
      <ReactFlow
        aria-label="Graph of the run"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, node) => onAction(node.id)}
        onKeyDown={(event) => {
          const id = event.target instanceof Element ? event.target.closest('.react-flow__node')?.getAttribute('data-id') : null
          if ((event.key === 'Enter' || event.key === ' ') && id !== null && id !== undefined) {
            event.preventDefault()
            onAction(id)
          }
        }}
        fitView
        fitViewOptions={fitOptions}
        minZoom={0.02}
        maxZoom={3}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        nodesFocusable
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={graph.transitions.length > 150}
        proOptions={{ hideAttribution: true }}
      >
        <WaysOut graph={graph} history={history} action={action} onAction={onAction} />
        <Controls action={action} />
        <KeepInSight action={action} layout={layout} />
      </ReactFlow>
    </CurrentContext>
  )
}

/** Words smaller than this cannot be read, so the drawing is not made smaller by itself. */
const smallestZoom = 0.6

/** Brings the current action into view when it is not; a graph too large to be read as a whole begins there. */
function KeepInSight({ action, layout }: { action: string | null; layout: GraphLayout }) {
  const flow = useReactFlow()
  const store = useStoreApi()
  useEffect(() => {
    const box = action === null ? undefined : layout.boxes.get(action)
    if (box === undefined) return
    // The first fit happens after the first paint.
    const timer = setTimeout(() => {
      const { width, height } = store.getState()
      const { x, y, zoom } = flow.getViewport()
      const [left, top] = [box.x * zoom + x, box.y * zoom + y]
      const isSeen = left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height
      if (isSeen && zoom >= smallestZoom) return
      void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(zoom, 0.85) })
    }, 60)
    return () => clearTimeout(timer)
  }, [action, layout, flow, store])
  return null
}

function Controls({ action }: { action: string | null }) {
  const flow = useReactFlow()
  return (
    <Panel position="bottom-right" className="m-2! flex rounded-md border bg-raised">
      <IconButton label="Show the current action" disabled={action === null} onClick={() => void flow.fitView({ nodes: action === null ? [] : [{ id: action }], maxZoom: 1, duration: 0 })}>
        <Locate aria-hidden size={14} />
      </IconButton>
      <IconButton label="Zoom out" onClick={() => void flow.zoomOut()}><ZoomOut aria-hidden size={14} /></IconButton>
      <IconButton label="Zoom in" onClick={() => void flow.zoomIn()}><ZoomIn aria-hidden size={14} /></IconButton>
      <IconButton label="Fit the graph" onClick={() => void flow.fitView(fitOptions)}><Maximize2 aria-hidden size={14} /></IconButton>
    </Panel>
  )
}
