import { useState } from 'react'
import type { ReactNode } from 'react'
import type { PathPart } from '@shared/exactJson/path'
import type { ExactValue } from '@shared/exactJson/tree'
import { CopyButton } from '../../ui/copyButton'
import { Segments } from '../data/segments'
import { Chat } from './chat'
import { chatMessages, openAiJson, type ChatMessage } from './chatShape'
import { tableOf, type TableValue } from './table'
import { TableView } from './tableView'

/** Another way than a tree to show a value. */
export type Special = { readonly kind: 'chat'; readonly messages: readonly ChatMessage[] } | { readonly kind: 'table'; readonly table: TableValue }

/** How a value is shown better than as a tree; `null` for most. */
export function specialView(value: ExactValue): Special | null {
  const messages = chatMessages(value)
  if (messages !== null) return { kind: 'chat', messages }
  const table = tableOf(value)
  return table === null ? null : { kind: 'table', table }
}

/** A value in its special look, with the tree one press away. */
export function SpecialView({ view, root, path, left = 8, children }: { view: Special; root: string; path: readonly PathPart[]; left?: number; children: ReactNode }) {
  const [isTree, setTree] = useState(false)
  return (
    <>
      <div className="flex h-6 items-center gap-1" style={{ paddingLeft: left + 4 }}>
        <Segments label="How to show the list" value={isTree ? 'tree' : 'special'} onChange={(next) => setTree(next === 'tree')} options={[['special', view.kind === 'chat' ? 'Conversation' : 'Table'], ['tree', 'Tree']]} />
        {view.kind === 'chat' ? <CopyButton text={() => openAiJson(view.messages)} label="Copy the conversation as OpenAI messages" /> : null}
      </div>
      {isTree ? children : <div style={{ paddingLeft: left }}>{view.kind === 'chat' ? <Chat messages={view.messages} root={root} path={path} /> : <TableView table={view.table} />}</div>}
    </>
  )
}
