import { useState } from 'react'
import { plural } from '../../format/number'
import { classNames } from '../../ui/classNames'
import type { ChatMessage } from './shape'
import { TextBlock } from './visible'
import { oneLine } from './visibleText'

const lastCount = 6

/** Messages as a conversation: who said it and what, oldest first; a long one shows its end. */
export function Chat({ messages }: { messages: readonly ChatMessage[] }) {
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
        {messages.slice(from).map((message, index) => (
          <li key={from + index} className={classNames('rounded-md border px-2.5 py-1', message.role === 'user' || message.role === 'human' ? 'bg-panel' : 'bg-canvas')}>
            <div className="text-xs font-medium text-ink-faint">{oneLine(message.role, 40)}</div>
            <TextBlock text={message.content} className="text-base" />
          </li>
        ))}
      </ol>
    </div>
  )
}
