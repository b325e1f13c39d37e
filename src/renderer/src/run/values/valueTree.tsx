import { ChevronRight } from 'lucide-react'
import { use, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { PathPart } from '@shared/exactJson/path'
import type { ExactValue } from '@shared/exactJson/tree'
import { formatCount } from '../../format/number'
import { isList, isObject } from '../diff/delta'
import { FieldActions, type AbsentValue } from './fieldActions'
import { useFieldTools } from './fieldTools'
import { MarkedPathContext } from './markedPath'
import { useOpenPath } from './openPaths'
import { pathText, preview, sizeWords } from './preview'
import { isBlockText, LongText, Scalar } from './scalar'
import { classBadge, hiddenCount, shownMembers, summariseNumbers, type ValueMode } from './shape'
import { SpecialView, specialView } from './specialView'
import { keepTabStop, pressTreeKey } from './treeKeys'
import { oneLine } from './visibleText'

interface Place {
  /** What the value hangs on, as code: `state`, `result`, `inputs`. */
  readonly root: string
  readonly path: readonly PathPart[]
  readonly mode: ValueMode
}

/** The members or items of a value, each opened on request; a value without any is shown alone. */
export function ValueTree({ value, root, mode, at = [] }: { value: ExactValue; root: string; mode: ValueMode; at?: readonly PathPart[] }) {
  if (isObject(value) || isList(value)) {
    const special = mode === 'rendered' ? specialView(value) : null
    return (
      <div role="group" aria-label={`Values of ${pathText(root, at)}`} data-value-tree>
        {special === null ? <Children value={value} root={root} path={at} mode={mode} /> : <SpecialView view={special} root={root} path={at}><Children value={value} root={root} path={at} mode={mode} /></SpecialView>}
      </div>
    )
  }
  return <div className="px-3 py-0.5 font-mono text-sm" data-selectable>{typeof value === 'string' && isBlockText(value) ? <LongText text={value} mode={mode} /> : <Scalar value={value} />}</div>
}

const pageSize = 100

function Children({ value, root, path, mode }: Place & { value: ExactValue }) {
  const [limit, setLimit] = useState(pageSize)
  const all: readonly (readonly [PathPart, ExactValue])[] = isList(value)
    ? value.slice(0, limit).map((item, index) => [index, item] as const)
    : isObject(value)
      ? shownMembers(value, mode).slice(0, limit).map((each) => [each.key, each.value] as const)
      : []
  const count = countOf(value, mode)
  const hidden = isObject(value) ? hiddenCount(value, mode) : 0
  return (
    <ul>
      {all.map(([part, item], index) => (
        <Node key={typeof part === 'number' ? part : `${part} ${index}`} value={item} root={root} path={[...path, part]} mode={mode} isFirst={index === 0} />
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

function countOf(value: ExactValue, mode: ValueMode): number {
  return isList(value) ? value.length : isObject(value) ? shownMembers(value, mode).length : 0
}

/** Where a row of that depth begins, in pixels. */
export const indent = (depth: number): number => 8 + depth * 14

/** One value of a tree with its name, and what it holds when it is open. */
export function Node({ value, root, path, mode, isFirst }: Place & { value: ExactValue; isFirst: boolean }) {
  const depth = path.length - 1
  const numbers = mode === 'rendered' ? summariseNumbers(value) : null
  const count = countOf(value, mode)
  const [isOpen, setOpen] = useOpenPath(pathText(root, path), depth < (mode === 'raw' ? 2 : 1) && count <= 30 && numbers === null)
  const special = mode === 'rendered' && isOpen ? specialView(value) : null
  const isBlock = typeof value === 'string' && isBlockText(value)
  const children = <Children value={value} root={root} path={path} mode={mode} />
  return (
    <li>
      <NodeRow path={path} root={root} value={value} isOpen={count > 0 ? isOpen : null} onToggle={() => setOpen(!isOpen)} takesTab={isFirst && depth === 0}>
        {isBlock ? <span className="text-xs leading-5 text-ink-faint">{sizeWords(value, mode)}</span> : <Summary value={value} mode={mode} isOpen={isOpen} />}
      </NodeRow>
      {isBlock ? <div className="pr-3 pb-1 font-mono text-sm leading-5" style={{ paddingLeft: indent(depth) + 20 }}><LongText text={value} mode={mode} /></div> : null}
      {isOpen && count > 0 ? (special === null ? children : <SpecialView view={special} root={root} path={path} left={indent(depth) + 12}>{children}</SpecialView>) : null}
    </li>
  )
}

interface NodeRowProps {
  readonly root: string
  readonly path: readonly PathPart[]
  readonly value: ExactValue | AbsentValue
  /** `null` = there is nothing to open. */
  readonly isOpen: boolean | null
  readonly onToggle: () => void
  readonly takesTab: boolean
  readonly children: ReactNode
}

/** The row of one value: its name, its value on one line, and what can be done with it. */
export function NodeRow({ root, path, value, isOpen, onToggle, takesTab, children }: NodeRowProps) {
  const [isActive, setActive] = useState(false)
  const tools = useFieldTools(root, path)
  const marked = use(MarkedPathContext)
  const isMarked = marked !== null && marked === pathText(root, path)
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isMarked) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isMarked])
  const name = path.at(-1) ?? root
  const label = typeof name === 'number' ? String(name) : oneLine(name, 120)
  const look = typeof name === 'number' ? 'text-ink-faint' : 'text-ink-dim'
  return (
    <div
      ref={row}
      aria-current={isMarked || undefined}
      onMouseEnter={() => setActive(true)}
      onMouseLeave={({ currentTarget }) => setActive(currentTarget.contains(document.activeElement))}
      onFocus={() => setActive(true)}
      onBlur={({ currentTarget, relatedTarget }) => setActive(currentTarget.contains(relatedTarget))}
      className={`group/value relative flex min-h-6 items-start gap-1 py-0.5 pr-3 text-sm leading-5 hover:bg-hover ${isMarked ? 'bg-accent-soft' : ''}`}
      style={{ paddingLeft: indent(path.length - 1) }}
    >
      <button
        type="button"
        data-value-name={path.length}
        tabIndex={takesTab ? 0 : -1}
        aria-expanded={isOpen ?? undefined}
        title={isOpen === null && tools !== null ? 'Show its history' : undefined}
        onClick={isOpen === null ? () => tools?.openHistory(path) : onToggle}
        onFocus={keepTabStop}
        onKeyDown={pressTreeKey}
        className="-my-0.5 flex min-h-6 max-w-[60%] shrink-0 items-center rounded pr-1 font-mono"
      >
        <span className="flex w-5 shrink-0 justify-center text-ink-faint">{isOpen === null ? null : <ChevronRight aria-hidden size={13} className={isOpen ? 'rotate-90' : undefined} />}</span>
        <span className={`truncate ${look}`}>{label}</span>
      </button>
      {children}
      <FieldActions root={root} path={path} value={value} isActive={isActive} />
    </div>
  )
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
