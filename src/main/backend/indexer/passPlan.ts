import { isColdDue } from './discover'
import type { ProjectFolder } from './discover'
import type { Indexing } from './indexing'
import { folderState } from './poll'
import type { WorkLane } from './workLane'

/** What a prefix was listed before this long is listed again by a pass. */
const relistAfterMs = 12 * 3_600_000
/** So many of the newest objects of every new project are indexed before the back-fill of the first one begins. */
const firstLook = 200

/** What planning passes needs of the session it belongs to. */
export interface PassPlanOptions {
  readonly indexing: Indexing
  readonly lane: WorkLane
  /** The project on screen goes first. */
  readonly focusedProject: () => string | null
  /** Whether back-fills wait because a person has to choose what to bring in; `plan` is called again once that is known. */
  readonly mustWait: (planAgain: () => void) => boolean
  /** Work under this signal has ended. */
  readonly ended: (signal: AbortSignal) => void
}

/** Decides which projects are listed whole, and in which order. */
export class PassPlan {
  readonly #options: PassPlanOptions
  /** Projects whose back-fill a person cancelled. */
  readonly #cancelled = new Set<string>()

  constructor(options: PassPlanOptions) {
    this.#options = options
  }

  /** Plans what a poll showed to be due. */
  plan(followed: readonly ProjectFolder[], unindexed: readonly ProjectFolder[]): void {
    const { indexing, mustWait } = this.#options
    const due = followed.filter((folder) => !unindexed.includes(folder) && isColdDue(folderState(indexing, folder, new Map()), indexing.clock.nowMs()))
    for (const folder of unindexed) this.#add(folder, { key: `look ${folder.project}`, onlyNewest: firstLook })
    const whole = [...unindexed, ...due]
    const addWhole = (): void => {
      for (const folder of whole) if (indexing.scope.isChosen(folder.project)) this.#add(folder, { key: `pass ${folder.project}` })
    }
    if (whole.length > 0 && !mustWait(addWhole)) addWhole()
  }

  /** A person cancelled the back-fill of a project. */
  cancelled(project: string): void {
    this.#cancelled.add(project)
  }

  /** What was cancelled goes on too. */
  forgetCancelled(): void {
    this.#cancelled.clear()
  }

  #add(folder: ProjectFolder, pass: { readonly key: string; readonly onlyNewest?: number }): void {
    const { lane, focusedProject } = this.#options
    const { project } = folder
    const isAlone = pass.onlyNewest === undefined || !lane.has(`pass ${project}`)
    if (project === '' || this.#cancelled.has(project) || !isAlone) return
    lane.add({ key: pass.key, isUrgent: project === focusedProject(), run: (signal) => this.#run(folder, signal, pass.onlyNewest) })
  }

  async #run(folder: ProjectFolder, signal: AbortSignal, onlyNewest: number | undefined): Promise<void> {
    const { indexing, ended } = this.#options
    if (this.#cancelled.has(folder.project)) return
    try {
      const relistBeforeMs = indexing.clock.nowMs() - relistAfterMs
      await indexing.backfill(folder, signal, { relistBeforeMs, ...(onlyNewest === undefined ? {} : { onlyNewest }) })
    } finally {
      ended(signal)
    }
  }
}
