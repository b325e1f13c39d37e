import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Change } from '@shared/contract/change'
import { assertNever } from '@shared/errors'
import { runRoot } from './run'

/** What a change makes stale, as query key prefixes; `'all'` = everything, because it is about other data now. */
export function staleKeys(change: Change): readonly QueryKey[] | 'all' {
  switch (change.kind) {
    case 'projects':
      return [['projects'], ['partitions']]
    case 'runs':
      return [['runs', change.project], ['partitions', change.project]]
    case 'run':
      return [runRoot(change.run)]
    case 'status':
      return [['status'], ['jobs'], ['setAside']]
    case 'settings':
      return [['settings'], ['profiles'], ['prices']]
    case 'signIn':
      return [['profiles'], ['signIn']]
    case 'workspace':
      return 'all'
    case 'snapshots':
      return [['snapshots', 'status']]
    case 'annotations':
      return change.project === null ? [['annotations']] : [['annotations', change.project], ['annotations', null]]
    case 'offline':
      return [['offline'], ['runs'], ['run']]
    case 'portable':
      return [['portable']]
    case 'link':
    case 'command':
      return []
    default:
      return assertNever(change)
  }
}

/**
 * Makes queries stale as changes come. Changes that come while the last ones are still being read are gathered into one
 * round, so that a busy indexer can neither starve a slow query nor lose the last change.
 */
export function followChanges(client: QueryClient, listen: (listener: (change: Change) => void) => () => void): () => void {
  let waiting = new Map<string, QueryKey>()
  let everything = false
  let running = false

  async function round(): Promise<void> {
    running = true
    while (everything || waiting.size > 0) {
      const keys = [...waiting.values()]
      const all = everything
      waiting = new Map()
      everything = false
      if (all) await client.resetQueries()
      else await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
    }
    running = false
  }

  return listen((change) => {
    const stale = staleKeys(change)
    if (stale === 'all') everything = true
    else for (const key of stale) waiting.set(JSON.stringify(key), key)
    if (!running) void round()
  })
}
