import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { StepKey, StepRow } from '@shared/model/step'
import { formatCount } from '../../format/number'
import { useActions } from '../../keyboard/actions'
import { IconButton } from '../../ui/button'
import { stepRowId } from '../steps/scope'
import { HitLine } from './hitLine'
import { useFind, type PlacedHit } from './useFind'

interface Props {
  readonly root: RunDetail
  readonly selected: StepRow | null
  readonly inside: readonly RunKey[]
  /** Shows a step with its values. */
  readonly onHit: (step: StepKey, inside: readonly RunKey[]) => void
  readonly onClose: () => void
}

/** Finds text in all steps of a run and of what it started, folded ones too. */
export function FindBar({ root, selected, inside, onHit, onClose }: Props) {
  const [text, setText] = useState('')
  const [isRegex, setRegex] = useState(false)
  const [matchCase, setMatchCase] = useState(false)
  const [at, setAt] = useState<PlacedHit | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const { hits, isBusy, isCut, missingBodies, problem } = useFind(root, { text, isRegex, matchCase })
  const index = at === null ? -1 : hits.indexOf(at)
  const current = index < 0 ? null : at

  const show = (hit: PlacedHit | undefined): void => {
    if (hit === undefined) return
    setAt(hit)
    onHit({ build: hit.build, sequenceId: hit.sequenceId, attempt: hit.attempt }, hit.inside)
  }
  const step = (by: 1 | -1): void => {
    if (hits.length === 0) return
    if (index < 0) return show(by > 0 ? hits[firstFrom(hits, selected, inside)] : hits.at(-1))
    show(hits[(index + by + hits.length) % hits.length])
  }
  useActions({ 'run.find': () => field.current?.select(), 'run.findNext': () => step(1), 'run.findPrevious': () => step(-1), 'go.up': onClose })
  useEffect(() => field.current?.focus(), [])
  const count = text === '' ? '' : hits.length === 0 ? (isBusy ? 'Looking…' : 'Not found') : `${index < 0 ? '' : `${formatCount(index + 1)} of `}${formatCount(hits.length)}${isCut ? '+' : ''}${isBusy ? '…' : ''}`
  return (
    <search aria-label="Find in the run" className="shrink-0 border-b bg-panel">
      <div className="flex h-8 items-center gap-1 px-3">
        <input
          ref={field} value={text} maxLength={1000} aria-label="Find in the run" placeholder="Find in all steps: names, values, errors" spellCheck={false}
          aria-invalid={problem !== null}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
            else if (event.key === 'Escape') onClose()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
          className="h-6 min-w-0 max-w-96 flex-1 rounded border border-control-line bg-raised px-2 font-mono text-sm aria-invalid:border-failed"
        />
        <IconButton label="Match case" aria-pressed={matchCase} onClick={() => setMatchCase(!matchCase)}><CaseSensitive aria-hidden size={15} /></IconButton>
        <IconButton label="Regular expression" aria-pressed={isRegex} onClick={() => setRegex(!isRegex)}><Regex aria-hidden size={14} /></IconButton>
        <span role="status" className="tabular min-w-20 px-1 text-xs text-ink-dim">{problem === null ? count : ''}</span>
        <IconButton label="Previous (Shift F3)" disabled={hits.length === 0} onClick={() => step(-1)}><ChevronUp aria-hidden size={15} /></IconButton>
        <IconButton label="Next (F3)" disabled={hits.length === 0} onClick={() => step(1)}><ChevronDown aria-hidden size={15} /></IconButton>
        <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">{missingBodies > 0 ? `Values of ${formatCount(missingBodies)} steps are not on this computer and were passed by` : ''}</span>
        <IconButton label="Close (Esc)" onClick={onClose}><X aria-hidden size={15} /></IconButton>
      </div>
      {problem === null ? null : <p role="alert" className="px-3 pb-1.5 text-xs text-failed">{problem}</p>}
      {current === null ? null : <HitLine hit={current} />}
    </search>
  )
}

/** The first hit in the selected step or behind it. */
function firstFrom(hits: readonly PlacedHit[], selected: StepRow | null, inside: readonly RunKey[]): number {
  if (selected === null) return 0
  const id = stepRowId(inside, selected)
  const same = hits.findIndex((hit) => stepRowId(hit.inside, hit) === id)
  if (same >= 0) return same
  const behind = hits.findIndex((hit) => hit.inside.length === 0 && inside.length === 0 && (hit.build > selected.build || (hit.build === selected.build && hit.sequenceId > selected.sequenceId)))
  return Math.max(0, behind)
}
