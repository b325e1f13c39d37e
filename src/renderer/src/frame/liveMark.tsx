import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useOpened } from '../portable/useOpened'
import { statusQuery } from '../queries/status'
import type { Status } from '@shared/model/status'
import { formatDuration } from '../format/duration'
import { formatRoute } from '../route'
import { announce } from '../ui/announcer'
import { classNames } from '../ui/classNames'

interface Look {
  readonly words: string
  readonly dot: string
  readonly why: string
}

/** Freshness in words: whole seconds, so that it does not flicker. */
export function freshWords(freshWithinMs: number | null): string | null {
  return freshWithinMs === null ? null : `fresh ≤ ${formatDuration(Math.max(1, Math.ceil(freshWithinMs / 1000)) * 1_000_000).replace('.00', '').replace('.0', '')}`
}

function lookOf(status: Status): Look {
  switch (status.connection) {
    case 'connected':
      return status.progress === null
        ? { words: 'Live', dot: 'bg-ok', why: freshWords(status.freshWithinMs) ?? 'Connected' }
        : { words: 'Indexing', dot: 'bg-running', why: 'Older data is being brought in' }
    case 'connecting':
      return { words: 'Connecting', dot: 'bg-running', why: 'Reaching the bucket' }
    case 'paused':
      return { words: 'Paused', dot: 'bg-waiting', why: 'Polling is paused' }
    case 'failed':
      return { words: 'Not live', dot: 'bg-failed', why: status.error?.message ?? 'The bucket cannot be reached' }
    case 'not-configured':
      return { words: 'Not connected', dot: 'bg-lost', why: 'No bucket is chosen' }
  }
}

/** Whether what is on screen is live, in a dot and a word. */
export function LiveMark() {
  const status = useQuery(statusQuery()).data
  const look = status === undefined ? null : lookOf(status)
  // An opened file is not live, whatever the bucket behind it is.
  const isOpened = useOpened() !== null
  const spoken = isOpened ? '' : (look?.words ?? '')
  const before = useRef('')
  useEffect(() => {
    if (before.current !== '' && spoken !== '') announce(spoken)
    before.current = spoken
  }, [spoken])
  if (look === null || isOpened) return null
  const { words, dot, why } = look
  return (
    <a href={formatRoute({ screen: 'activity' })} title={why} className="flex h-7 min-w-24 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm text-ink-dim hover:bg-hover hover:text-ink">
      <span aria-hidden className={classNames('size-2 rounded-full', dot)} />
      {words}
    </a>
  )
}
