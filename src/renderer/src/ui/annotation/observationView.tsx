import { useState } from 'react'
import type { Annotation, Observation } from '@shared/model/annotation'
import { formatCount } from '../../format/number'
import { pointerText } from './draft'
import { ThumbsMark } from './thumbsMark'
import { showLines, showSigns } from '../showSigns'

/** What an annotation says: the first observation, and the others when they are asked for. */
export function ObservationList({ observations }: { observations: readonly Observation[] }) {
  const [isOpen, setOpen] = useState(false)
  const shown = isOpen ? observations : observations.slice(0, 1)
  const more = observations.length - 1
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {shown.map((observation, at) => <ObservationView key={at} observation={observation} />)}
      {more > 0 ? (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="self-start text-xs text-accent hover:underline">
          {isOpen ? 'Only the first' : `+${more} more`}
        </button>
      ) : null}
    </div>
  )
}

/** One observation in full. */
function ObservationView({ observation: { thumbs, note, groundTruth, pointers } }: { observation: Observation }) {
  return (
    <div className="flex min-w-0 gap-1.5 text-sm">
      {thumbs === null ? null : <span className="mt-0.5"><ThumbsMark thumbs={thumbs} /></span>}
      <div className="min-w-0 flex-1" data-selectable>
        {pointers.length === 0 ? null : <Pointers pointers={pointers} />}
        {note === null ? null : <Words text={note} />}
        {groundTruth === null ? null : (
          <div className="mt-0.5">
            <span className="text-xs text-ink-faint">Ground truth</span>
            <div className="border-l-2 border-line-strong pl-2"><Words text={groundTruth} /></div>
          </div>
        )}
      </div>
    </div>
  )
}

const shortLength = 600
const shortLines = 8

/** A text of any length: its begin, and all of it when that is asked for. */
function Words({ text }: { text: string }) {
  const [isOpen, setOpen] = useState(false)
  const begin = text.split('\n', shortLines + 1).slice(0, shortLines).join('\n').slice(0, shortLength)
  const isLong = begin.length < text.length
  return (
    <>
      <p dir="auto" className="break-words whitespace-pre-wrap">{showLines(isOpen || !isLong ? text : `${begin}…`)}</p>
      {isLong ? (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="text-xs text-accent hover:underline">
          {isOpen ? 'Show less' : `Show all ${formatCount(text.length)} characters`}
        </button>
      ) : null}
    </>
  )
}

function Pointers({ pointers }: Pick<Observation, 'pointers'>) {
  return (
    <p className="flex flex-wrap gap-1 pb-0.5">
      {pointers.map((pointer) => <span key={pointerText(pointer)} className="max-w-full truncate rounded border border-line px-1 font-mono text-xs text-ink-dim">{showSigns(pointerText(pointer))}</span>)}
    </p>
  )
}

/** The tags of an annotation, to read. */
export function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      {tags.map((tag) => <span key={tag} title={showSigns(tag)} className="max-w-full truncate rounded border border-line-strong bg-canvas px-1 text-xs leading-4 text-accent">{showSigns(tag)}</span>)}
    </span>
  )
}

/** What part of its step an annotation is on; nothing when it is the whole. */
export function TargetPart({ annotation: { spanId, fieldPath } }: { annotation: Pick<Annotation, 'spanId' | 'fieldPath'> }) {
  const words = showSigns([spanId === null ? null : `span ${spanId}`, fieldPath].filter((part) => part !== null).join(' · '))
  return words === '' ? null : <span title={words} className="max-w-full truncate font-mono text-xs text-ink-faint">{words}</span>
}
