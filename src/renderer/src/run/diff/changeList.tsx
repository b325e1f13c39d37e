import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ExactValue } from '@shared/exactJson/tree'
import { formatCount } from '../../format/number'
import { classNames } from '../../ui/classNames'
import { useFieldTools } from '../values/fieldTools'
import { pathText, preview, sizeWords } from '../values/preview'
import { isBlockText, Scalar } from '../values/scalar'
import { typeOf, type ValueMode } from '../values/shape'
import { ValueTree } from '../values/valueTree'
import { TextBlock, VisibleText } from '../values/visible'
import type { ChangeRow } from './changes'
import { isList, isObject } from './delta'
import { foldSame, textDiff } from './textDiff'

const signs: Readonly<Record<ChangeRow['op'], readonly [string, string, string]>> = {
  added: ['+', 'text-ok', 'added'],
  removed: ['−', 'text-failed', 'removed'],
  changed: ['~', 'text-waiting', 'changed'],
  moved: ['↕', 'text-running', 'moved']
}

const pageSize = 200

/** What changed, a row each: the place, the old value and the new one. */
export function ChangeList({ rows, mode }: { rows: readonly ChangeRow[]; mode: ValueMode }) {
  const [limit, setLimit] = useState(pageSize)
  return (
    <ul className="pb-1">
      {rows.slice(0, limit).map((row) => <Change key={`${row.op} ${pathText('', row.path)}`} row={row} mode={mode} />)}
      {rows.length > limit ? (
        <li className="pl-7">
          <button type="button" onClick={() => setLimit(limit + pageSize * 5)} className="h-6 rounded px-1.5 text-xs text-accent hover:bg-hover">
            Show more of {formatCount(rows.length)} changes
          </button>
        </li>
      ) : null}
    </ul>
  )
}

function Change({ row, mode }: { row: ChangeRow; mode: ValueMode }) {
  const [sign, ink, word] = signs[row.op]
  return (
    <li className="flex min-h-6 items-start gap-1.5 py-0.5 pr-3 pl-2.5 text-sm leading-5 hover:bg-hover">
      <span title={word} className={classNames('w-3.5 shrink-0 text-center font-mono font-semibold', ink)}>
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{word}</span>
      </span>
      <div className="min-w-0 flex-1 font-mono" data-selectable>
        {row.op === 'removed' && typeof row.path.at(-1) === 'number' ? <span className="font-sans text-xs text-ink-faint">was </span> : null}
        <Path path={row.path} />
        <Values row={row} mode={mode} />
      </div>
    </li>
  )
}

function Path({ path }: { path: ChangeRow['path'] }) {
  const tools = useFieldTools('state', path)
  const text = path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('')
  const shown = <VisibleText text={text === '' ? 'all of it' : text} />
  const look = 'mr-2 font-medium break-all text-ink'
  if (tools === null) return <span className={look}>{shown}</span>
  return <button type="button" title="Show its history" onClick={() => tools.openHistory(path)} className={`${look} rounded text-left hover:text-accent hover:underline`}>{shown}</button>
}

function Values({ row, mode }: { row: ChangeRow; mode: ValueMode }): ReactNode {
  switch (row.op) {
    case 'moved':
      return <span className="text-ink-dim">from place {row.fromIndex} to {row.toIndex}</span>
    case 'added':
      return <One value={row.to} mode={mode} look="added" />
    case 'removed':
      return <One value={row.from} mode={mode} look="removed" />
    case 'changed':
      return <OldAndNew row={row} mode={mode} />
  }
}

const looks = {
  added: 'bg-ok-soft decoration-transparent',
  removed: 'bg-failed-soft line-through decoration-failed/60'
} as const

function OldAndNew({ row: { from, to, isCut }, mode }: { row: Extract<ChangeRow, { op: 'changed' }>; mode: ValueMode }) {
  const note = isCut ? <span className="mr-2 font-sans text-xs text-waiting">too large to compare</span> : null
  if (typeof from === 'string' && typeof to === 'string' && (isBlockText(from) || isBlockText(to)) && !isCut) return <TextChange from={from} to={to} />
  const becameNull = to === null && typeOf(from) === 'number'
  return (
    <>
      {note}
      <One value={from} mode={mode} look="removed" />
      <span aria-label="became" className="mx-1.5 text-ink-faint">→</span>
      <One value={to} mode={mode} look="added" />
      {becameNull ? <span className="ml-1.5 font-sans text-xs text-ink-faint">null, or NaN: Burr writes both alike</span> : null}
    </>
  )
}

/** One value; a container opens below its preview. */
function One({ value, mode, look }: { value: ExactValue; mode: ValueMode; look: keyof typeof looks }) {
  const [isOpen, setOpen] = useState(false)
  if (isObject(value) || isList(value)) {
    return (
      <>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className={classNames('max-w-full truncate rounded px-1 text-left align-bottom', looks[look])}>
          {isOpen ? sizeWords(value, mode) : preview(value, mode, 90)}
        </button>
        {isOpen ? <div className="my-1 rounded border"><ValueTree value={value} root="" mode={mode} /></div> : null}
      </>
    )
  }
  if (typeof value === 'string' && isBlockText(value)) return <div className={classNames('rounded px-1', looks[look])}><TextBlock text={value} /></div>
  return <span className={classNames('rounded px-1 break-words', looks[look])}><Scalar value={value} /></span>
}

function TextChange({ from, to }: { from: string; to: string }) {
  const [isWhole, setWhole] = useState(false)
  const { parts, unit, isPartial } = textDiff(from, to)
  const folded = isWhole ? parts : foldSame(parts)
  const isFolded = folded.some((part, index) => part.text !== parts[index]?.text)
  return (
    <div className="mt-0.5 rounded border bg-panel px-1.5 py-0.5 break-words whitespace-pre-wrap">
      {folded.slice(0, 400).map((part, index) => {
        if (part.op === 'added') return <ins key={index} className="rounded-sm bg-ok-soft text-ok no-underline"><VisibleText text={part.text} /></ins>
        if (part.op === 'removed') return <del key={index} className="rounded-sm bg-failed-soft text-failed"><VisibleText text={part.text} /></del>
        return <span key={index}><VisibleText text={part.text} /></span>
      })}
      {isFolded || isWhole ? (
        <button type="button" onClick={() => setWhole(!isWhole)} className="ml-1 rounded bg-pressed px-1.5 font-sans text-xs text-ink-dim hover:text-ink">
          {isWhole ? 'Only what changed' : 'Whole text'}
        </button>
      ) : null}
      {unit === 'line' || isPartial || folded.length > 400 ? (
        <span className="ml-1 font-sans text-xs text-ink-faint">compared by {unit}{isPartial || folded.length > 400 ? ', partly' : ''}</span>
      ) : null}
    </div>
  )
}
