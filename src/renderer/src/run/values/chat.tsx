import { Wrench } from 'lucide-react'
import { useState } from 'react'
import type { PathPart } from '@shared/exactJson/path'
import { plural } from '../../format/number'
import { classNames } from '../../ui/classNames'
import type { ChatMessage } from './chatShape'
import { LastWritten } from './fieldActions'
import { useFieldTools } from './fieldTools'
import { ProseText } from './proseText'
import { oneLine } from './visibleText'
import { TextBlock } from './visible'

const lastCount = 6

interface Props {
  readonly messages: readonly ChatMessage[]
  readonly root: string
  readonly path: readonly PathPart[]
}

/** Messages as a conversation: who said it and what, oldest first; a long one shows its end. */
export function Chat({ messages, root, path }: Props) {
  const [showsAll, setShowsAll] = useState(false)
  const from = showsAll ? 0 : Math.max(0, messages.length - lastCount)
  return (
    <div className="py-1 pr-3 pl-2">
      {from > 0 ? (
        <button type="button" onClick={() => setShowsAll(true)} className="mb-1 h-6 rounded px-1.5 text-xs text-accent hover:bg-hover">
          Show {plural(from, 'earlier message')}
        </button>
      ) : null}
      <ol className="flex flex-col gap-1">
        {messages.slice(from).map((message, index) => <Message key={from + index} message={message} root={root} path={[...path, from + index]} />)}
      </ol>
    </div>
  )
}

const isAsking = (role: string): boolean => role === 'user' || role === 'human'

function Message({ message: { role, content, toolCalls, others }, root, path }: { message: ChatMessage } & Omit<Props, 'messages'>) {
  return (
    <li className={classNames('group/turn rounded-md border px-2.5 py-1', isAsking(role) ? 'bg-panel' : 'bg-canvas')}>
      <div className="flex h-4 items-center justify-between gap-2 text-xs text-ink-faint">
        <span className="font-medium">{oneLine(role, 40)}</span>
        <WrittenBy root={root} path={path} />
      </div>
      {content === '' ? null : <ProseText text={content} className="text-base" />}
      {toolCalls.map((call, index) => (
        <div key={index} className="flex items-start gap-1.5 font-mono text-sm">
          <Wrench aria-label="Tool call" size={12} className="mt-1 shrink-0 text-ink-faint" />
          <TextBlock text={`${call.name}(${call.argumentsText})`} />
        </div>
      ))}
      {others.length === 0 ? null : <div className="text-xs text-ink-faint">and {oneLine(others.join(', '), 120)}: see the tree</div>}
    </li>
  )
}

/** The step that wrote a turn of the conversation, told when it is asked for. */
function WrittenBy({ root, path }: Omit<Props, 'messages'>) {
  const [isAsked, setAsked] = useState(false)
  const tools = useFieldTools(root, path)
  if (tools === null || tools.step === null) return null
  if (isAsked) return <LastWritten tools={tools} step={tools.step} path={path} />
  return <button type="button" onClick={() => setAsked(true)} className="rounded px-1 opacity-0 group-hover/turn:opacity-100 hover:text-accent focus-visible:opacity-100">Written by which step?</button>
}
