import type { PinTarget } from '@shared/model/offline'
import type { WriteDatabase } from '../database/connection'
import { bodiesOf, goneHere, markPinned, marksToChange, pinnedRunIds } from '../database/pins'

const marksAtOnce = 500
const runsAtOnce = 500

/** What putting the marks right found. */
export interface MarkedPins {
  /** Ids of objects whose bodies are to be brought, the newest object first. */
  readonly missing: readonly number[]
  readonly isChanged: boolean
}

/** The marks in content.db of bodies that are not given up, as the pins want them. */
export class PinMarks {
  readonly #db: WriteDatabase
  #keep = new Set<number>()

  constructor(db: WriteDatabase) {
    this.#db = db
  }

  /** Bodies that came: they are marked, also by a plan that is being made. */
  keep(objectIds: readonly number[]): void {
    for (const id of objectIds) this.#keep.add(id)
    markPinned(this.#db, objectIds, true)
  }

  /** Makes all marks follow the targets at that time, in small parts; `null` when the work was ended before it was done. */
  async follow(targets: readonly PinTarget[], nowUs: number, isEnded: () => boolean): Promise<MarkedPins | null> {
    const keep = (this.#keep = new Set<number>())
    const missing: number[] = []
    const runIds = pinnedRunIds(this.#db, targets, nowUs)
    for (let at = 0; at < runIds.length; at += runsAtOnce) {
      if (isEnded()) return null
      const bodies = bodiesOf(this.#db, runIds.slice(at, at + runsAtOnce))
      for (const id of bodies.here) keep.add(id)
      for (const id of bodies.missing) missing.push(id)
      await breath()
    }
    if (isEnded()) return null
    for (const id of goneHere(this.#db)) keep.add(id)
    const { pin, unpin } = marksToChange(this.#db, keep)
    await this.#mark(pin, true, isEnded)
    await this.#mark(unpin, false, isEnded)
    return { missing: missing.sort((a, b) => b - a), isChanged: pin.length + unpin.length > 0 }
  }

  async #mark(objectIds: readonly number[], pinned: boolean, isEnded: () => boolean): Promise<void> {
    for (let at = 0; at < objectIds.length && !isEnded(); at += marksAtOnce) {
      markPinned(this.#db, objectIds.slice(at, at + marksAtOnce), pinned)
      await breath()
    }
  }
}

/** Lets other work of the thread have its turn. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
