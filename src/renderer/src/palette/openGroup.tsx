import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { CircleHelp, FolderKanban, ListTree, Search } from 'lucide-react'
import type { OpenPlace } from '@shared/contract/search'
import { navigate } from '../navigation'
import { openPlacesQuery } from '../queries/search'
import { projectRoute } from '../route'
import type { Route } from '../route'
import { showSigns } from '../ui/showSigns'

/** Where a text leads, as far as the index has answered. */
export function useOpenPlaces(typed: string): readonly OpenPlace[] {
  const text = typed.trim()
  const { data, isPlaceholderData } = useQuery({ ...openPlacesQuery(text), enabled: text.length >= shortest })
  return text.length < shortest || isPlaceholderData ? none : (data ?? none)
}

const shortest = 4
const none: readonly OpenPlace[] = []

/** What an entry is known by in the palette: it begins with what was typed, so that it fits. */
export const placeValue = (typed: string, at: number): string => `${typed.trim()} ${at}`

/** What the entry that searches is known by. */
export const searchValue = (typed: string): string => `search ${typed.trim()}`

interface Props {
  readonly typed: string
  readonly places: readonly OpenPlace[]
  readonly itemLook: string
  readonly groupLook: string
  readonly choose: (doing: () => void) => void
}

function routeOf(place: Exclude<OpenPlace, { kind: 'unknown' }>): Route {
  if (place.kind === 'run') return { screen: 'run', run: place.run, step: place.step, tab: place.tab }
  return 'partitionKey' in place ? projectRoute(place.project, place.partitionKey) : projectRoute(place.project)
}

/** Where what was typed or pasted leads: runs by app id, key or address, and a search for it. */
export function OpenGroup({ typed, places, itemLook, groupLook, choose }: Props) {
  const text = typed.trim()
  if (text === '') return null
  return (
    <Command.Group heading="Open" className={groupLook}>
      {places.map((place, at) => <Place key={at} place={place} value={placeValue(typed, at)} itemLook={itemLook} choose={choose} />)}
      <Command.Item value={searchValue(typed)} onSelect={() => choose(() => navigate({ screen: 'search', text, project: null }))} className={itemLook}>
        <Search aria-hidden size={14} className="shrink-0" />
        <span className="truncate">Search all runs for “{showSigns(text)}”</span>
      </Command.Item>
    </Command.Group>
  )
}

function Place({ place, value, itemLook, choose }: { place: OpenPlace; value: string; itemLook: string; choose: Props['choose'] }) {
  if (place.kind === 'unknown') {
    return (
      <Command.Item disabled value={value} className={itemLook}>
        <CircleHelp aria-hidden size={14} className="shrink-0" /><span className="truncate">{place.why}</span>
      </Command.Item>
    )
  }
  const Icon = place.kind === 'run' ? ListTree : FolderKanban
  return (
    <Command.Item value={value} onSelect={() => choose(() => navigate(routeOf(place)))} className={itemLook}>
      <Icon aria-hidden size={14} className="shrink-0" />
      {place.kind === 'run' ? (
        <>
          <span className="min-w-0 truncate font-mono">{showSigns(place.run.appId)}</span>
          <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">{showSigns(place.run.project)}{place.run.partitionKey === null ? '' : ` · ${showSigns(place.run.partitionKey)}`}{place.step === null ? '' : ` · step ${place.step.sequenceId}`}</span>
        </>
      ) : (
        <span className="truncate">{showSigns(place.project)}</span>
      )}
    </Command.Item>
  )
}
