import { ThumbsDown, ThumbsUp } from 'lucide-react'
import type { Thumbs } from '@shared/model/annotation'
import { classNames } from '../classNames'

const looks = {
  up: { icon: ThumbsUp, word: 'Thumbs up', ink: 'text-ok', soft: 'aria-pressed:bg-ok-soft aria-pressed:text-ok' },
  down: { icon: ThumbsDown, word: 'Thumbs down', ink: 'text-failed', soft: 'aria-pressed:bg-failed-soft aria-pressed:text-failed' }
} as const

/** A verdict, by its icon and its word. */
export function ThumbsMark({ thumbs, size = 13 }: { thumbs: Thumbs; size?: number }) {
  const { icon: Icon, word, ink } = looks[thumbs]
  return (
    <span title={word} className={classNames('inline-flex shrink-0 items-center', ink)}>
      <Icon aria-hidden size={size} strokeWidth={2.25} />
      <span className="sr-only">{word}</span>
    </span>
  )
}

/** Up, down or neither: pressing the one that is set takes it back. */
export function ThumbsChoice({ value, onChange }: { value: Thumbs | null; onChange: (value: Thumbs | null) => void }) {
  return (
    <div role="group" aria-label="Verdict" className="flex gap-1">
      {(['up', 'down'] as const).map((each) => {
        const { icon: Icon, word, soft } = looks[each]
        return (
          <button
            key={each}
            type="button"
            aria-label={word}
            title={word}
            aria-pressed={value === each}
            onClick={() => onChange(value === each ? null : each)}
            className={classNames('inline-flex h-6 w-8 items-center justify-center rounded border border-line-strong text-ink-dim hover:bg-hover aria-pressed:border-current', soft)}
          >
            <Icon aria-hidden size={14} strokeWidth={2.25} />
          </button>
        )
      })}
    </div>
  )
}
