import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { WordCount } from '@shared/contract/annotations'
import type { Thumbs } from '@shared/model/annotation'
import { formatCount } from '../format/number'
import { annotationWordsQuery } from '../queries/annotations'
import type { AnnotationFilter } from '../queries/annotations'
import { Select, TextInput } from '../ui/field'
import { showSigns } from '../ui/showSigns'

/** What narrows the table: tags (all of them), actions (any of them), a verdict, words. */
export function AnnotationFilters({ filter, onChange }: { filter: AnnotationFilter; onChange: (filter: AnnotationFilter) => void }) {
  const words = useQuery(annotationWordsQuery(filter.project)).data
  return (
    <div role="search" aria-label="Filter annotations" className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-panel px-4 py-1.5">
      <TextInput
        aria-label="Words in a note"
        placeholder="Words in a note or ground truth"
        value={filter.text}
        maxLength={1000}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
        className="w-64!"
      />
      <Chosen label="Tag" words={(words?.tags ?? []).filter(({ count }) => count > 0)} chosen={filter.tags} onChange={(tags) => onChange({ ...filter, tags })} />
      <Chosen label="Action" words={words?.actions ?? []} chosen={filter.actions} onChange={(actions) => onChange({ ...filter, actions })} />
      <Select aria-label="Verdict" value={filter.thumbs ?? ''} onChange={(event) => onChange({ ...filter, thumbs: thumbsOf(event.target.value) })} className="w-36">
        <option value="">Any verdict</option>
        <option value="up">Thumbs up</option>
        <option value="down">Thumbs down</option>
      </Select>
    </div>
  )
}

const thumbsOf = (value: string): Thumbs | null => (value === 'up' || value === 'down' ? value : null)

interface ChosenProps {
  readonly label: 'Tag' | 'Action'
  readonly words: readonly WordCount[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function Chosen({ label, words, chosen, onChange }: ChosenProps) {
  const left = words.filter(({ word }) => !chosen.includes(word))
  return (
    <span className="flex flex-wrap items-center gap-1">
      <Select aria-label={`Add a filter by ${label.toLowerCase()}`} value="" disabled={left.length === 0} onChange={(event) => onChange([...chosen, event.target.value])} className="w-32">
        <option value="">{label}…</option>
        {left.map(({ word, count }) => <option key={word} value={word}>{showSigns(word)} ({formatCount(count)})</option>)}
      </Select>
      {chosen.map((word) => (
        <button
          key={word}
          type="button"
          aria-label={`${label} ${showSigns(word)}: remove from the filter`}
          onClick={() => onChange(chosen.filter((each) => each !== word))}
          className="inline-flex h-6 max-w-52 items-center gap-1 rounded border border-accent bg-accent-soft px-1.5 text-sm text-accent"
        >
          <span className="truncate">{showSigns(word)}</span> <X aria-hidden size={11} />
        </button>
      ))}
    </span>
  )
}
