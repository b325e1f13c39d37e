import { useState } from 'react'
import type { ExactValue } from '@shared/exactJson/tree'
import { formatBytes } from '../../format/number'
import { isList } from '../diff/delta'
import { inlineImage, type InlineImage, type ValueMode } from './shape'
import { ProseText } from './proseText'
import { TextBlock, VisibleText } from './visible'

/** Whether a text needs lines of its own. */
export function isBlockText(text: string): boolean {
  return text.length > 100 || text.includes('\n')
}

/** A value that holds no others, on one line: numbers with every digit, strings in quotes. */
export function Scalar({ value }: { value: ExactValue }) {
  if (value === null) return <span title="null, or NaN: Burr writes both alike" className="text-ink-faint italic">null</span>
  if (typeof value === 'boolean') return <span className="text-running">{String(value)}</span>
  if (typeof value === 'string') {
    return (
      <span>
        <span aria-hidden className="text-ink-faint">"</span>
        <VisibleText text={value} />
        <span aria-hidden className="text-ink-faint">"</span>
      </span>
    )
  }
  if (isList(value)) return null
  switch (value.kind) {
    case 'number':
      return <span className="tabular text-accent">{value.text}</span>
    case 'non-finite':
      return <span title="Not valid JSON; Python wrote it" className="text-waiting">{value.text}</span>
    case 'raw':
      return <span title="Nested too deep to be taken apart; this is its text"><VisibleText text={value.text.slice(0, 2_000)} /></span>
    case 'object':
      return null
  }
}

/** A string over several lines; a picture in it is shown when asked for. */
export function LongText({ text, mode }: { text: string; mode: ValueMode }) {
  const image = inlineImage(text)
  if (image === null) return mode === 'raw' ? <TextBlock text={text} /> : <ProseText text={text} />
  return <Picture image={image} text={text} />
}

function Picture({ image, text }: { image: InlineImage; text: string }) {
  const [isShown, setShown] = useState(false)
  return (
    <div className="font-sans">
      <span className="text-ink-dim">{image.type.slice(6).toUpperCase()} picture, {formatBytes(Math.floor((image.base64.length * 3) / 4))}</span>
      <button type="button" aria-expanded={isShown} onClick={() => setShown(!isShown)} className="ml-2 rounded bg-pressed px-1.5 text-xs text-ink-dim hover:text-ink">
        {isShown ? 'Hide' : 'Show'}
      </button>
      {isShown ? <img alt="What the base64 text holds" src={`data:${image.type};base64,${image.base64}`} className="mt-1 max-h-80 max-w-full rounded border" /> : <div className="truncate font-mono text-ink-faint">{text.slice(0, 80)}…</div>}
    </div>
  )
}
