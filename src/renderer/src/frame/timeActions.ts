import { timeZones } from '@shared/model/settings'
import { useChooseTimes, useTimeChoice } from '../format/timeChoice'
import { useActions } from '../keyboard/actions'
import { announce } from '../ui/announcer'

const zoneWords = { local: 'Times are shown as on this computer', utc: 'Times are shown in UTC', producer: 'Times are shown as where the run was made' } as const

/** Answers the actions that say how times are written. */
export function useTimeActions(): void {
  const { timeZone, timeStyle } = useTimeChoice()
  const choose = useChooseTimes()
  useActions({
    'time.zone': () => {
      const next = timeZones[(timeZones.indexOf(timeZone) + 1) % timeZones.length] ?? 'local'
      choose({ timeZone: next })
      announce(zoneWords[next])
    },
    'time.style': () => {
      const next = timeStyle === 'age' ? 'date' : 'age'
      choose({ timeStyle: next })
      announce(next === 'age' ? 'Lists say how long ago' : 'Lists say when')
    }
  })
}
