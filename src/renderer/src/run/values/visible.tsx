import { useState } from 'react'
import { formatCount } from '../../format/number'
import { visiblePieces } from './visibleText'

/** Text from a log as it is, never as markup: invisible characters are shown by their code points, and its direction stays inside. */
export function VisibleText({ text }: { text: string }) {
  const pieces = visiblePieces(text)
  return (
    <bdi>
      {pieces.map((piece, index) =>
        piece.code === null ? (
          piece.text
        ) : (
          <span key={index} title={`Invisible character ${piece.code}`} className="mx-px rounded bg-waiting-soft px-0.5 text-xs text-waiting">
            {piece.code}
          </span>
        )
      )}
    </bdi>
  )
}

const longCharacters = 1_200
const longLines = 16
/** What one press shows at most, so that a huge text cannot stop the window. */
const chunkCharacters = 200_000

/** Where a text is cut when it is long; its whole length when it is not. */
export function cutAt(text: string): number {
  let at = -1
  for (let line = 0; line < longLines; line++) {
    at = text.indexOf('\n', at + 1)
    if (at < 0) return text.length > longCharacters + 200 ? longCharacters : text.length
  }
  return Math.min(at, longCharacters)
}

/** A text over several lines, cut when it is long, with its length and a button for the rest. */
export function TextBlock({ text, className = '' }: { text: string; className?: string }) {
  const [shown, setShown] = useState<number | null>(null)
  const cut = shown ?? cutAt(text)
  return (
    <div className={`min-w-0 break-words whitespace-pre-wrap ${className}`} data-selectable>
      <VisibleText text={text.slice(0, cut)} />
      {cut < text.length ? (
        <button type="button" onClick={() => setShown(Math.min(text.length, Math.max(cut, 0) + chunkCharacters))} className="ml-1 rounded bg-pressed px-1.5 font-sans text-xs text-ink-dim hover:text-ink">
          … {formatCount(text.length - cut)} more of {formatCount(text.length)} characters
        </button>
      ) : null}
      {shown !== null ? (
        <button type="button" onClick={() => setShown(null)} className="ml-1 rounded bg-pressed px-1.5 font-sans text-xs text-ink-dim hover:text-ink">Show less</button>
      ) : null}
    </div>
  )
}
