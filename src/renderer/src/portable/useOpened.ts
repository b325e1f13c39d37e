import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { OpenedFile } from '@shared/model/portable'
import { plural } from '../format/number'
import { navigate } from '../navigation'
import { dismissReport, portableStatusQuery } from '../queries/portable'
import { parseRoute } from '../route'
import type { Route } from '../route'
import { announce } from '../ui/announcer'
import { toast } from '../ui/toast'

const beforeName = 'portable.before'

/** The file that is shown in the place of the workspace; `null` = none is. */
export function useOpened(): OpenedFile | null {
  return useQuery(portableStatusQuery()).data?.opened ?? null
}

function placeOf({ focus }: OpenedFile): Route {
  return focus === null ? { screen: 'projects' } : { screen: 'run', run: focus.run, step: focus.step, tab: null }
}

/** Goes where an opened file begins, back to where the window was when it is closed, and says what could not be opened. Once, in the frame. */
export function useFollowOpened(): void {
  const status = useQuery(portableStatusQuery())
  const opened = status.data?.opened ?? null
  const error = status.data?.error ?? null
  const shown = useRef<string | null>(null)
  const id = opened?.id ?? null
  const isKnown = status.data !== undefined
  useEffect(() => {
    if (!isKnown || shown.current === id) return
    if (opened === null) {
      // Also at the start, when the program ended with a file on screen.
      const before = localStorage.getItem(beforeName)
      localStorage.removeItem(beforeName)
      if (before !== null) navigate(parseRoute(before))
      if (shown.current !== null) announce('Back in the workspace')
    } else {
      if (localStorage.getItem(beforeName) === null) localStorage.setItem(beforeName, location.hash)
      announce(`Opened ${opened.name}, ${plural(opened.runs, 'run')}, read-only`)
      navigate(placeOf(opened))
    }
    shown.current = id
  }, [id, isKnown, opened])
  useEffect(() => {
    if (error === null) return
    toast(error.action === null ? error.message : `${error.message} ${error.action}`, 'failed')
    void dismissReport()
  }, [error])
}
