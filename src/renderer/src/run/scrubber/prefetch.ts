import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { stepQuery } from '../../queries/step'

const aheadCount = 3
/** How long the selection rests before its neighbours are read. */
const restMs = 30

/** Reads the values of the steps beside the selected one, more of them the way the selection last moved. */
export function usePrefetch(run: RunKey, steps: readonly StepRow[], index: number): void {
  const client = useQueryClient()
  const last = useRef(index)
  const { project, partitionKey, appId } = run
  useEffect(() => {
    const way = index < last.current ? -1 : 1
    last.current = index
    if (index < 0) return
    const timer = setTimeout(() => {
      const wanted = [...Array.from({ length: aheadCount }, (_, at) => index + way * (at + 1)), index - way]
      // The lane takes the newest call first, so the nearest step is asked for last.
      for (const at of wanted.toReversed()) {
        const step = steps[at]
        if (step !== undefined) void client.prefetchQuery(stepQuery({ project, partitionKey, appId }, step))
      }
    }, restMs)
    return () => clearTimeout(timer)
  }, [client, project, partitionKey, appId, steps, index])
}
