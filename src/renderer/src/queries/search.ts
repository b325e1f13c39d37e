import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { SearchScope } from '@shared/contract/search'
import { call } from '../api'

/** Lines that hold the words of a text, a page at a time; while another text is looked for, what was found stays. */
export const searchQuery = (text: string, project: string | null) =>
  infiniteQueryOptions({
    queryKey: ['search', project, text],
    queryFn: ({ pageParam }) =>
      call('search.runs', { text, limit: 50, ...(project === null ? {} : { project }), ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Words arrive all the time: what was found a while ago is looked for again.
    staleTime: 10_000,
    refetchInterval: ({ state }) => ((state.data?.pages.at(-1)?.files.waiting ?? 0) > 0 ? 2_000 : false)
  })

/** What the search looks through. */
export const searchScopeQuery = () => queryOptions({ queryKey: ['search', 'scope'], queryFn: () => call('search.scope', {}) })

/** Changes what the search looks through. */
export const setSearchScope = ({ isOn, projectsOff }: SearchScope) => call('search.setScope', { isOn, projectsOff: [...projectsOff] })

/** Where a pasted text leads. */
export const openPlacesQuery = (text: string) =>
  queryOptions({ queryKey: ['search', 'open', text], queryFn: () => call('search.open', { text }), placeholderData: keepPreviousData, staleTime: 10_000 })
