import { useEffect } from 'react'
import { call } from '../api'
import type { Route } from '../route'

/** Tells the indexer what the person looks at, so that this is polled more often. */
export function useAttention(route: Route): void {
  const project = route.screen === 'project' ? route.project : route.screen === 'run' ? route.run.project : null
  const runOpen = route.screen === 'run'
  useEffect(() => {
    const tell = (): void => {
      // Attention only speeds polling up; when it cannot be told, the status bar says what is wrong.
      call('poll.focus', { project, runOpen, visible: document.visibilityState === 'visible' }).catch(() => undefined)
    }
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => document.removeEventListener('visibilitychange', tell)
  }, [project, runOpen])
}
