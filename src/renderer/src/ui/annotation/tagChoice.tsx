import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { WordCount } from '@shared/contract/annotations'
import { IconButton } from '../button'
import { TextInput } from '../field'
import { showSigns } from '../showSigns'

interface Props {
  readonly tags: readonly string[]
  readonly known: readonly WordCount[]
  readonly onChange: (tags: readonly string[]) => void
}

const offered = 14

/** The tags of an annotation: those known to press, any other to type. */
export function TagChoice({ tags, known, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const listId = useId()
  const toggle = (tag: string): void => onChange(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag])
  const shown = [...new Set([...known.slice(0, offered).map(({ word }) => word), ...tags])]
  function add(): void {
    const tag = typed.trim().slice(0, 100)
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag])
    setTyped('')
  }
  return (
    <div role="group" aria-label="Tags" className="flex flex-wrap items-center gap-1">
      {shown.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-pressed={tags.includes(tag)}
          onClick={() => toggle(tag)}
          className="inline-flex h-6 max-w-full items-center gap-1 rounded border border-line-strong px-1.5 text-sm text-ink-dim hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
        >
          <span className="truncate">{showSigns(tag)}</span>
          {tags.includes(tag) ? <X aria-hidden size={11} /> : null}
        </button>
      ))}
      <span className="flex items-center gap-0.5">
        <TextInput
          aria-label="Another tag"
          placeholder="another tag"
          list={listId}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
            event.preventDefault()
            add()
          }}
          className="h-6! w-32! text-sm"
        />
        <datalist id={listId}>{known.slice(offered).map(({ word }) => <option key={word}>{word}</option>)}</datalist>
        <IconButton label="Add the tag" disabled={typed.trim() === ''} onClick={add}><Plus aria-hidden size={13} /></IconButton>
      </span>
    </div>
  )
}
