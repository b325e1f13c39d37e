import { ListFilter, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useQuery } from '@tanstack/react-query'
import { parseFilter } from '@shared/filter/parse'
import type { FilterProblem } from '@shared/filter/parse'
import { suggest } from '@shared/filter/suggest'
import type { KnownValues, Suggestion } from '@shared/filter/suggest'
import { useActions } from '../keyboard/actions'
import { partitionsQuery } from '../queries/projects'
import { actionsQuery } from '../queries/runs'
import { IconButton } from '../ui/button'
import { classNames } from '../ui/classNames'

interface FilterLineProps {
  readonly project: string
  /** What the list is filtered by. */
  readonly applied: string
  readonly onApply: (line: string) => void
}

/** The values a line can be completed with. */
function useKnown(project: string): KnownValues {
  const actions = useQuery(actionsQuery(project)).data ?? []
  const partitions = useQuery(partitionsQuery(project)).data ?? []
  return { actions, partitions: partitions.map(({ partitionKey }) => partitionKey) }
}

/** The line that filters the list: completed while it is typed, applied with Enter, and in words where it cannot be read. */
export function FilterLine({ project, applied, onApply }: FilterLineProps) {
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const known = useKnown(project)
  const [line, setLine] = useState(applied)
  const [shownFor, setShownFor] = useState(applied)
  const [caret, setCaret] = useState(applied.length)
  const [isOpen, setIsOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const [asked, setAsked] = useState(false)
  const wantedCaret = useRef<number | null>(null)
  if (shownFor !== applied) {
    setShownFor(applied)
    // A space after the last term is not taken from someone who goes on typing.
    if (line.trim() !== applied) setLine(applied)
    setAsked(false)
  }
  const offers = isOpen ? suggest(line, caret, known) : []
  const { problems } = parseFilter(line)
  // What is being typed is not called wrong before its end is said, by a space, by Enter or by leaving.
  const problem = problems.find(({ to }) => asked || to < Math.min(caret, line.length))
  useActions({ 'runs.filter': () => input.current?.focus() })
  useEffect(() => {
    if (wantedCaret.current === null) return
    input.current?.setSelectionRange(wantedCaret.current, wantedCaret.current)
    wantedCaret.current = null
  })

  function apply(text: string): void {
    setIsOpen(false)
    setAt(-1)
    setAsked(true)
    if (parseFilter(text).problems.length === 0) onApply(text.trim())
  }

  function take({ text, from, to }: Suggestion): void {
    const before = line.slice(0, from) + text
    const rest = line.slice(to)
    const isWhole = !text.endsWith(':')
    const next = isWhole && rest === '' ? `${before} ` : before + rest
    wantedCaret.current = isWhole && rest === '' ? next.length : before.length
    setLine(next)
    setCaret(wantedCaret.current)
    setAt(-1)
    setIsOpen(!isWhole)
    if (isWhole && parseFilter(next).problems.length === 0) onApply(next.trim())
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const chosen = offers[at]
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (!isOpen) setIsOpen(true)
      else if (offers.length > 0) setAt(key === 'ArrowDown' ? (at + 1) % offers.length : (at <= 0 ? offers.length : at) - 1)
    } else if (key === 'Enter') {
      if (chosen === undefined) apply(line)
      else take(chosen)
    } else if (key === 'Tab' && chosen !== undefined) take(chosen)
    else if (key === 'Escape' && offers.length > 0) {
      setIsOpen(false)
      setAt(-1)
    } else if (key === 'Escape' && line !== applied) setLine(applied)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="relative min-w-0 flex-1">
      <ListFilter aria-hidden size={14} className="pointer-events-none absolute top-1.75 left-2 text-ink-faint" />
      <input
        ref={input}
        role="combobox"
        aria-label="Filter"
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 && at < offers.length ? `${id}-${at}` : undefined}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        placeholder="Filter: status:failed action:rag duration:>2s since:24h text"
        spellCheck={false}
        autoComplete="off"
        maxLength={2000}
        value={line}
        onChange={(event) => {
          setLine(event.target.value)
          setCaret(event.target.selectionStart ?? event.target.value.length)
          setIsOpen(true)
          setAt(-1)
          setAsked(false)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => setIsOpen(true)}
        onBlur={() => {
          setIsOpen(false)
          if (line.trim() !== applied) apply(line)
        }}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded-md border border-control-line bg-canvas pr-8 pl-7 font-mono text-sm text-ink placeholder:font-sans placeholder:text-ink-faint aria-invalid:border-failed"
      />
      {line === '' ? null : (
        <IconButton label="Clear the filter" className="absolute top-0.5 right-1" onMouseDown={(event) => event.preventDefault()} onClick={() => {
          setLine('')
          apply('')
        }}>
          <X aria-hidden size={14} />
        </IconButton>
      )}
      <ul id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={offers.length === 0} className="absolute top-8 left-0 z-30 max-h-80 w-max max-w-full min-w-72 overflow-auto rounded-md border bg-raised py-1 text-sm shadow-float">
        {offers.map((offer, index) => (
          <li
            key={offer.text}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => {
              event.preventDefault()
              take(offer)
            }}
            className={classNames('flex cursor-default items-baseline gap-3 px-3 py-0.5', index === at ? 'bg-accent-soft' : 'hover:bg-hover')}
          >
            <span className="font-mono">{offer.text}</span>
            <span className="truncate text-ink-dim">{offer.about}</span>
          </li>
        ))}
      </ul>
      {problem === undefined ? null : <Problem id={`${id}-problem`} line={line} problem={problem} />}
    </div>
  )
}

/** Columns that fit before the words about a problem would leave the line. */
const farthestColumn = 60

function Problem({ id, line, problem }: { id: string; line: string; problem: FilterProblem }) {
  const width = Math.max(1, Math.min(problem.to, line.length + 1) - problem.from)
  return (
    <div id={id} role="alert" className="mt-0.5 pl-[29px] text-sm text-failed">
      <div aria-hidden className="h-2.5 overflow-hidden font-mono leading-3 whitespace-pre">{' '.repeat(Math.min(problem.from, farthestColumn))}{'^'.repeat(Math.min(width, farthestColumn))}</div>
      <div>Column {problem.from + 1}: {problem.message}</div>
    </div>
  )
}
