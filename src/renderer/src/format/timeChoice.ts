import { useSyncExternalStore } from 'react'
import type { Settings } from '@shared/model/settings'
import { useSaveSettings } from '../queries/saveSettings'

/** How times are written in this window. */
export type TimeChoice = Readonly<Pick<Settings, 'timeZone' | 'timeStyle'>>

let chosen: TimeChoice = { timeZone: 'local', timeStyle: 'age' }
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Writes all times of the window another way. */
export function showTimes({ timeZone, timeStyle }: TimeChoice): void {
  if (timeZone === chosen.timeZone && timeStyle === chosen.timeStyle) return
  chosen = { timeZone, timeStyle }
  for (const listener of listeners) listener()
}

/** How times are to be written now. */
export const useTimeChoice = (): TimeChoice => useSyncExternalStore(subscribe, () => chosen)

/** Gives the function that writes times another way at once and saves that. */
export function useChooseTimes(): (change: Partial<TimeChoice>) => void {
  const save = useSaveSettings()
  return (change) => {
    showTimes({ ...chosen, ...change })
    save(change)
  }
}
