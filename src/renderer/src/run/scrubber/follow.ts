import { useEffect, useRef, useState } from 'react'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'
import { announce } from '../../ui/announcer'

/** Whether the newest step is selected as it comes, and the switch for it. */
export interface Follow {
  readonly isFollowing: boolean
  readonly toggle: () => void
}

/** Selects the newest step of a run whenever there is another one, from when it is asked for until a person selects something else. */
export function useFollow(steps: readonly StepRow[], selected: StepRow | null, onSelect: (step: StepRow) => void): Follow {
  const last = steps.at(-1)
  const lastKey = last === undefined ? null : formatStepKey(last)
  const selectedKey = selected === null ? null : formatStepKey(selected)
  // The step that was the newest one last; `null` = nothing is followed.
  const [followed, setFollowed] = useState<string | null>(null)
  const [seen, setSeen] = useState(selectedKey)
  if (seen !== selectedKey) {
    setSeen(selectedKey)
    if (followed !== null && selectedKey !== followed) setFollowed(null)
  } else if (followed !== null && lastKey !== null && lastKey !== followed) setFollowed(lastKey)

  const selectLast = useRef<() => void>(() => undefined)
  useEffect(() => {
    selectLast.current = () => {
      if (last !== undefined) onSelect(last)
    }
  })
  useEffect(() => {
    if (followed !== null) selectLast.current()
  }, [followed])

  const isFollowing = followed !== null
  function toggle(): void {
    setFollowed(isFollowing ? null : lastKey)
    announce(isFollowing ? 'The selection stays where it is' : 'Each new step is selected as it comes')
  }
  return { isFollowing, toggle }
}
