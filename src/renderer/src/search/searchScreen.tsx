import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Search, SearchX } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { formatCount, plural } from '../format/number'
import { navigate } from '../navigation'
import { projectsQuery } from '../queries/projects'
import { searchQuery, searchScopeQuery } from '../queries/search'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { Select, TextInput } from '../ui/field'
import { showSigns } from '../ui/showSigns'
import { Skeleton } from '../ui/skeleton'
import { HitList } from './hitList'
import { byRun } from './hits'
import { FilesNote, ScopeNote } from './searchNotes'

const waitMs = 150

/** Full text over all runs: what was found by run, each hit a way to its step. */
export function SearchScreen({ text, project }: { text: string; project: string | null }) {
  // What is being typed belongs to the address it was begun at: going back to another search shows that one's words.
  const [draft, setDraft] = useState({ at: text, typed: text })
  const typed = draft.at === text ? draft.typed : text
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const projects = useQuery(projectsQuery()).data ?? []
  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => navigate({ screen: 'search', text: typed, project }, { replace: true }), waitMs)
    return () => clearTimeout(timer)
  }, [typed, text, project])
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">Search</h1>
      <search className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
        <label htmlFor={id} className="sr-only">What to look for</label>
        <span className="relative min-w-60 flex-1">
          <Search aria-hidden size={14} className="pointer-events-none absolute top-1.75 left-2 text-ink-faint" />
          <TextInput
            ref={box}
            id={id}
            data-search-box
            type="search"
            value={typed}
            maxLength={1000}
            placeholder={'Words of states, inputs, results, exceptions, attributes; "in quotes" one behind the other'}
            className="pl-7"
            onChange={(event) => setDraft({ at: text, typed: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
              event.preventDefault()
              document.querySelector<HTMLElement>('a[data-hit]')?.focus()
            }}
          />
        </span>
        <Select aria-label="Where to look" value={project ?? ''} onChange={(event) => navigate({ screen: 'search', text: typed, project: event.target.value === '' ? null : event.target.value }, { replace: true })} className="w-52">
          <option value="">All projects</option>
          {projects.map(({ name }) => <option key={name} value={name}>{showSigns(name)}</option>)}
        </Select>
      </search>
      <ScopeNote project={project} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Results text={text.trim()} project={project} />
      </div>
    </div>
  )
}

function Results({ text, project }: { text: string; project: string | null }) {
  const { data, error, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(searchQuery(text, project))
  const isOff = useQuery(searchScopeQuery()).data?.isOn === false
  if (error !== null && data === undefined) return <ErrorState title="The search does not answer" error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <div aria-busy className="flex flex-col gap-3 p-4">{[320, 420, 380].map((width) => <Skeleton key={width} width={width} />)}</div>
  const files = data.pages.at(-1)?.files ?? { searchable: 0, waiting: 0, partial: 0 }
  const hits = data.pages.flatMap((page) => page.hits)
  const runs = byRun(hits)
  if (text === '') {
    return (
      <EmptyState icon={Search} title="Search in all runs">
        Looks through states, inputs, results, exceptions, attributes, action names and app ids. The last word may be cut short.
        <span className="mt-2 block text-sm text-ink-faint">{files.searchable === 0 ? 'No log file can be searched yet.' : `${plural(files.searchable, 'log file')} can be searched${files.waiting > 0 ? `, ${formatCount(files.waiting)} more are waiting to be read` : ''}.`}</span>
      </EmptyState>
    )
  }
  if (hits.length === 0 && !isPlaceholderData) {
    return (
      <EmptyState icon={SearchX} title="Nothing found" action={project === null ? undefined : <Button onClick={() => navigate({ screen: 'search', text, project: null }, { replace: true })}>Look in all projects</Button>}>
        {isOff ? 'Only app ids are looked through, because the search is off. ' : `No run${project === null ? '' : ` of ${project}`} holds all of these words in one line. `}
        <FilesNote files={files} plain />
      </EmptyState>
    )
  }
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
      <p role="status" className="tabular border-b px-4 py-1.5 text-sm text-ink-dim">
        {plural(hits.length, 'hit')}{hasNextPage ? ' so far' : ''} in {plural(runs.length, 'run')}. <FilesNote files={files} />
      </p>
      <HitList runs={runs} />
      {hasNextPage ? (
        <div className="p-4 text-center">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>{isFetchingNextPage ? 'Looking…' : 'Show more'}</Button>
        </div>
      ) : null}
    </div>
  )
}
