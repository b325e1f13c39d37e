import { X } from 'lucide-react'
import { parseFilter } from '@shared/filter/parse'
import { printFilter, printTerm } from '@shared/filter/print'

/** The terms of a filter, each of which can be taken away; nothing when there are none. */
export function FilterChips({ filter, onApply }: { filter: string; onApply: (line: string) => void }) {
  const terms = parseFilter(filter).terms.map(({ term }) => term)
  if (terms.length === 0) return null
  return (
    <ul aria-label="Filter terms" className="flex min-w-0 flex-wrap gap-1">
      {terms.map((term, at) => {
        const text = printTerm(term)
        const remove = (): void => onApply(printFilter(terms.filter((_, other) => other !== at)))
        return (
          <li key={`${at} ${text}`} className="max-w-80 min-w-0">
            <button
              type="button"
              aria-label={`Remove ${text}`}
              title={`${text}\nPress to remove`}
              onClick={remove}
              onKeyDown={(event) => {
                if (event.key !== 'Delete' && event.key !== 'Backspace') return
                remove()
                event.preventDefault()
              }}
              className="flex h-6 max-w-full items-center gap-1 rounded border border-line-strong bg-raised pr-1 pl-2 font-mono text-xs text-ink hover:bg-hover"
            >
              <span className="truncate">{text}</span>
              <X aria-hidden size={12} className="shrink-0 text-ink-dim" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
