import { Download } from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { Graph } from '@shared/model/graph'
import { call } from '../../api'
import { announce } from '../../ui/announcer'
import { saveText } from '../values/fieldActions'
import type { GraphLayout } from './elkGraph'
import { graphMermaid, graphSvg } from './exportGraph'
import type { History } from './history'

/** Saves the graph as a picture or as text, or copies the text. */
export function SaveGraph({ graph, layout, history }: { graph: Graph; layout: GraphLayout; history: History }) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger aria-label="Save the graph" title="Save the graph" className="inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-dim hover:bg-hover hover:text-ink data-[state=open]:bg-pressed">
        <Download aria-hidden size={14} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content align="end" side="top" sideOffset={4} collisionPadding={8} className="z-50 rounded-md border border-line bg-raised py-1 text-sm text-ink shadow-float">
          <Menu.Item className={item} onSelect={() => void saveText('graph.svg', graphSvg(graph, layout, history))}>Save as SVG</Menu.Item>
          <Menu.Item className={item} onSelect={() => void saveText('graph.mmd', graphMermaid(graph))}>Save as Mermaid</Menu.Item>
          <Menu.Item className={item} onSelect={() => void call('app.copy', { text: graphMermaid(graph) }).then(() => announce('Mermaid text copied'))}>Copy as Mermaid</Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}

const item = 'flex h-6 cursor-default items-center px-2.5 outline-none data-[highlighted]:bg-hover'
