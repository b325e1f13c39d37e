import '@xyflow/react/dist/base.css'
import './graph.css'
import { MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi } from '@xyflow/react'
import { Locate, LogIn, Map as MapIcon, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Graph } from '@shared/model/graph'
import { IconButton } from '../../ui/button'
import { keptBoolean, useKept } from '../../ui/kept'
import { ActionBox } from './actionBox'
import { CurrentContext, CurrentStore, type Current } from './current'
import type { GraphLayout } from './elkGraph'
import { flowEdges, flowNodes, inputEdges, inputNodes } from './flow'
import type { History } from './history'
import { InputLine, InputPill } from './inputPill'
import { SaveGraph } from './saveGraph'
import { TransitionLine } from './transitionLine'
import { WaysOut } from './waysOut'

interface Props {
  readonly graph: Graph
  readonly layout: GraphLayout
  readonly history: History
  readonly current: Current
  readonly onAction: (action: string) => void
  /** A way that was taken was chosen, by index of its transition. */
  readonly onTransition: (index: number) => void
  readonly onBackground: () => void
  readonly showsInputs: boolean
  /** `null` = no action has inputs. */
  readonly onInputs: ((shows: boolean) => void) | null
}

const nodeTypes = { action: ActionBox, actionInput: InputPill }
const edgeTypes = { transition: TransitionLine, actionInput: InputLine }
/** Beyond so many actions a map of the whole helps. */
const manyActions = 40
const fitOptions = { padding: 0.12, maxZoom: 1.1 }

/** The drawing of a graph: it fits at first, pans by dragging, zooms with the wheel, and a press on an action selects its next step. */
export function GraphCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

function Canvas({ graph, layout, history, current, onAction, onTransition, onBackground, showsInputs, onInputs }: Props) {
  const [asksMap, setMap] = useKept<boolean | null>('run.graphMap', null, keptBoolean)
  const showsMap = asksMap ?? layout.boxes.size > manyActions
  const [store] = useState(() => new CurrentStore())
  const { action, tone } = current
  useEffect(() => store.set({ action, tone }), [store, action, tone])
  const nodes = useMemo(() => [...flowNodes(graph, layout, history), ...inputNodes(layout)], [graph, layout, history])
  const edges = useMemo(() => [...flowEdges(graph, layout, history), ...inputEdges(layout)], [graph, layout, history])
  return (
    <CurrentContext value={store}>
      <ReactFlow
        aria-label="Graph of the run"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, node) => {
          if (node.type === 'action') onAction(node.id)
        }}
        onEdgeClick={(_, edge) => {
          if (edge.type === 'transition' && history.passages.has(Number(edge.id))) onTransition(Number(edge.id))
        }}
        onPaneClick={onBackground}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          const chosen = event.target instanceof Element ? event.target.closest('.react-flow__node, .react-flow__edge') : null
          const id = chosen?.getAttribute('data-id')
          if (chosen === null || id === null || id === undefined) return
          event.preventDefault()
          if (chosen.classList.contains('react-flow__edge')) onTransition(Number(id))
          else onAction(id)
        }}
        fitView
        fitViewOptions={fitOptions}
        minZoom={0.02}
        maxZoom={3}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable
        elementsSelectable={false}
        nodesFocusable
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={graph.transitions.length > 150}
        proOptions={{ hideAttribution: true }}
      >
        <WaysOut graph={graph} history={history} action={action} onAction={onAction} />
        {showsMap ? <MiniMap pannable ariaLabel="Map of the whole graph" position="bottom-left" className="m-2! rounded-md border" bgColor="var(--raised)" nodeColor="var(--line-strong)" maskColor="color-mix(in srgb, var(--canvas) 70%, transparent)" style={{ width: 132, height: 96 }} /> : null}
        <Controls action={action}>
          {onInputs === null ? null : <IconButton label={showsInputs ? 'Hide the inputs' : 'Show the inputs'} aria-pressed={showsInputs} onClick={() => onInputs(!showsInputs)}><LogIn aria-hidden size={14} /></IconButton>}
          <IconButton label={showsMap ? 'Hide the map' : 'Show a map of the whole'} aria-pressed={showsMap} onClick={() => setMap(!showsMap)}><MapIcon aria-hidden size={14} /></IconButton>
          <SaveGraph graph={graph} layout={layout} history={history} />
        </Controls>
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
  const isFitted = useRef(false)
  useEffect(() => {
    const box = action === null ? undefined : layout.boxes.get(action)
    if (box === undefined) return
    const look = (): void => {
      const { width, height } = store.getState()
      const { x, y, zoom } = flow.getViewport()
      const [left, top] = [box.x * zoom + x, box.y * zoom + y]
      const isSeen = left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height
      if (isSeen && zoom >= smallestZoom) return
      void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(zoom, 0.85) })
    }
    if (isFitted.current) return look()
    // The first fit happens after the first paint.
    const timer = setTimeout(() => {
      isFitted.current = true
      look()
    }, 60)
    return () => clearTimeout(timer)
  }, [action, layout, flow, store])
  return null
}

function Controls({ action, children }: { action: string | null; children: ReactNode }) {
  const flow = useReactFlow()
  return (
    <Panel position="bottom-right" className="m-2! flex rounded-md border bg-raised">
      {children}
      <IconButton label="Show the current action" disabled={action === null} onClick={() => void flow.fitView({ nodes: action === null ? [] : [{ id: action }], maxZoom: 1, duration: 0 })}>
        <Locate aria-hidden size={14} />
      </IconButton>
      <IconButton label="Zoom out" onClick={() => void flow.zoomOut()}><ZoomOut aria-hidden size={14} /></IconButton>
      <IconButton label="Zoom in" onClick={() => void flow.zoomIn()}><ZoomIn aria-hidden size={14} /></IconButton>
      <IconButton label="Fit the graph" onClick={() => void flow.fitView(fitOptions)}><Maximize2 aria-hidden size={14} /></IconButton>
    </Panel>
  )
}
