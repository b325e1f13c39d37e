import { ChevronRight, Link2 } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ExactValue } from '@shared/exactJson/tree'
import { printExact } from '@shared/exactJson/write'
import { call } from '../../api'
import { formatCount } from '../../format/number'
import { announce } from '../../ui/announcer'
import { IconButton } from '../../ui/button'
import { CopyButton } from '../../ui/copyButton'
import { isList, isObject } from '../diff/delta'
import { Chat } from './chat'
import { useOpenPath } from './openPaths'
import { pathText, preview, sizeWords, type PathPart } from './preview'
import { isBlockText, LongText, Scalar } from './scalar'
import { chatMessages, classBadge, hiddenCount, shownMembers, summariseNumbers, type ValueMode } from './shape'
import { oneLine } from './visibleText'

interface Place {
  /** What the value hangs on, as code: `state`, `result`, `inputs`. */
  readonly root: string
  readonly path: readonly PathPart[]
  readonly mode: ValueMode
}

/** The text a value is copied as: strings as they are, the rest as JSON with every digit. */
export function copyText(value: ExactValue): string {
  return typeof value === 'string' ? value : printExact(value, { indent: 2 })
}

/** The members or items of a value, each opened on request; a value without any is shown alone. */
export function ValueTree({ value, root, mode }: { value: ExactValue; root: string; mode: ValueMode }) {
  if (isObject(value) || isList(value)) {
    const chat = mode === 'rendered' ? chatMessages(value) : null
    if (chat !== null) return <Chat messages={chat} />
    return <Children value={value} root={root} path={[]} mode={mode} />
  }
  return <div className="px-3 py-0.5 font-mono text-sm" data-selectable>{typeof value === 'string' && isBlockText(value) ? <LongText text={value} /> : <Scalar value={value} />}</div>
}

const pageSize = 100

function Children({ value, root, path, mode }: Place & { value: ExactValue }) {
  const [limit, setLimit] = useState(pageSize)
  const all: readonly (readonly [PathPart, ExactValue])[] = isList(value)
    ? value.slice(0, limit).map((item, index) => [index, item] as const)
    : isObject(value)
      ? shownMembers(value, mode).slice(0, limit).map((each) => [each.key, each.value] as const)
      : []
  const count = isList(value) ? value.length : isObject(value) ? shownMembers(value, mode).length : 0
  const hidden = isObject(value) ? hiddenCount(value, mode) : 0
  return (
    <ul>
      {all.map(([part, item], index) => (
        <Node key={typeof part === 'number' ? part : `${part} ${index}`} name={part} value={item} root={root} path={[...path, part]} mode={mode} />
      ))}
      {count > limit ? (
        <li style={{ paddingLeft: indent(path.length) + 18 }}>
          <button type="button" onClick={() => setLimit(limit + pageSize * 5)} className="h-6 rounded px-1.5 text-xs text-accent hover:bg-hover">
            Show {formatCount(Math.min(pageSize * 5, count - limit))} more of {formatCount(count)}
          </button>
        </li>
      ) : null}
      {count === 0 && path.length === 0 ? <li className="px-3 py-0.5 text-sm text-ink-faint">{hidden > 0 ? 'Only private fields; the raw view shows them' : 'Empty'}</li> : null}
    </ul>
  )
}

const indent = (depth: number): number => 8 + depth * 14

function Node({ name, value, root, path, mode }: Place & { name: PathPart; value: ExactValue }) {
  const depth = path.length - 1
  const text = pathText(root, path)
  const numbers = mode === 'rendered' ? summariseNumbers(value) : null
  const count = isList(value) ? value.length : isObject(value) ? shownMembers(value, mode).length : 0
  const [isOpen, setOpen] = useOpenPath(text, depth < (mode === 'raw' ? 2 : 1) && count <= 30 && numbers === null)
  const chat = mode === 'rendered' ? chatMessages(value) : null
  const label = typeof name === 'number' ? String(name) : oneLine(name, 120)
  const isBlock = typeof value === 'string' && isBlockText(value)
  const left = indent(depth)
  return (
    <li>
      <div className="group/value relative flex min-h-6 items-start gap-1 py-0.5 pr-16 text-sm leading-5 hover:bg-hover" style={{ paddingLeft: left }}>
        {count > 0 ? (
          <button type="button" aria-expanded={isOpen} aria-label={`${isOpen ? 'Close' : 'Open'} ${label}`} onClick={() => setOpen(!isOpen)} className="-my-0.5 flex h-6 w-4 shrink-0 items-center justify-center text-ink-faint hover:text-ink">
            <ChevronRight aria-hidden size={13} className={isOpen ? 'rotate-90' : undefined} />
          </button>
        ) : (
          <span className="w-4 shrink-0" />
        )}
        <Name name={name} label={label} />
        {isBlock ? <span className="text-xs leading-5 text-ink-faint">{sizeWords(value, mode)}</span> : <Summary value={value} mode={mode} isOpen={isOpen} />}
        <span className="absolute top-0 right-1 hidden bg-hover group-focus-within/value:flex group-hover/value:flex">
          <IconButton label={`Copy the path: ${text}`} onClick={() => void call('app.copy', { text }).then(() => announce('Path copied'))}><Link2 aria-hidden size={13} /></IconButton>
          <CopyButton text={() => copyText(value)} label="Copy the value" />
        </span>
      </div>
      {isBlock ? <div className="pr-3 pb-1 font-mono text-sm leading-5" style={{ paddingLeft: left + 20 }}><LongText text={value} /></div> : null}
      {isOpen && count > 0 ? (
        chat !== null ? <div style={{ paddingLeft: left + 12 }}><Chat messages={chat} /></div> : <Children value={value} root={root} path={path} mode={mode} />
      ) : null}
    </li>
  )
}

function Name({ name, label }: { name: PathPart; label: string }) {
  return <span className={`mr-1 shrink-0 font-mono ${typeof name === 'number' ? 'text-ink-faint' : 'text-ink-dim'}`} data-selectable>{label}</span>
}

function Summary({ value, mode, isOpen }: { value: ExactValue; mode: ValueMode; isOpen: boolean }): ReactNode {
  const badge = classBadge(value)
  if (!isList(value) && !isObject(value)) return <span className="min-w-0 font-mono break-words" data-selectable><Scalar value={value} /></span>
  const numbers = mode === 'rendered' ? summariseNumbers(value) : null
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 font-mono">
      {badge === null ? null : <span title={badge} className="shrink-0 rounded border px-1 font-sans text-xs leading-4 text-ink-dim">{oneLine(badge.split('.').at(-1) ?? badge, 40)}</span>}
      {numbers !== null ? (
        <span className="truncate text-ink-faint">
          {numbers.shape} numbers <span className="text-ink-dim">{numbers.least} … {numbers.most}</span>
        </span>
      ) : isOpen ? (
        <span className="font-sans text-xs text-ink-faint">{sizeWords(value, mode)}</span>
      ) : (
        <span className="truncate text-ink-faint">{preview(value, mode, 120)}</span>
      )}
    </span>
  )
}
