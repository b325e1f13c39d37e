import type { Change } from '@shared/contract/change'
import { everything } from '@shared/model/bringIn'
import type { BringIn, BringInEstimate, BringInState } from '@shared/model/bringIn'
import { fakeNowUs, fakeProjects } from './fakeRuns'

const dayUs = 86_400_000_000

/** Made-up answers about what is brought in; a choice is kept until the window is loaded again. */
export function fakeBringIn(bare: boolean, push: (change: Change) => void) {
  let choice: BringIn = everything
  return {
    'bringIn.get': (): BringInState => ({ choice, isAsked: false }),
    'bringIn.choose': (next: BringIn): null => {
      choice = next
      push({ kind: 'status' })
      return null
    },
    'bringIn.estimate': ({ sinceDay }: { sinceDay: string | null }): BringInEstimate => ({
      sinceDay,
      pagesRead: 41,
      madeAtUs: fakeNowUs,
      projects: bare ? [] : fakeProjects.map(({ name, runs }, at) => {
        const days = sinceDay === null ? 400 : Math.max(0, (fakeNowUs - Date.parse(sinceDay) * 1000) / dayUs)
        const objects = Math.round(runs * 3 * Math.min(1, days / 400))
        const indexed = at === 0 ? objects : Math.min(objects, 600)
        return { project: name, objects, bytes: objects * 4400, indexed, lists: Math.ceil(objects / 900) + 2, gets: objects - indexed, newestUs: fakeNowUs - at * dayUs, isExact: objects < 20_000, isAtLeast: false }
      })
    })
  }
}
