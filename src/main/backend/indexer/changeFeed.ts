import type { Change } from '@shared/contract/change'
import type { RunKey } from '@shared/model/run'

const everyMs = 250
/** With more changed runs than this a window only learns that the project's runs changed. */
const namedRuns = 50

/** Gathers what changed and tells it about four times a second at most. */
export class ChangeFeed {
  readonly #emit: (change: Change) => void
  readonly #projects = new Set<string>()
  readonly #runs = new Map<string, RunKey>()
  #isStatusChanged = false
  #areProjectsChanged = false
  #areSnapshotsChanged = false
  #isOfflineChanged = false
  #timer: NodeJS.Timeout | null = null
  #toldAtMs = Number.NEGATIVE_INFINITY

  constructor(emit: (change: Change) => void) {
    this.#emit = emit
  }

  status(): void {
    this.#isStatusChanged = true
    this.#plan()
  }

  snapshots(): void {
    this.#areSnapshotsChanged = true
    this.#plan()
  }

  offline(): void {
    this.#isOfflineChanged = true
    this.#plan()
  }

  ingested({ runs, projects }: { readonly runs: readonly RunKey[]; readonly projects: readonly string[] }): void {
    for (const run of runs) this.#runs.set(JSON.stringify([run.project, run.partitionKey, run.appId]), run)
    for (const project of projects) this.#projects.add(project)
    this.#areProjectsChanged ||= projects.length > 0
    this.#isStatusChanged = true
    this.#plan()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => this.#tell(), Math.max(0, this.#toldAtMs + everyMs - performance.now()))
  }

  #tell(): void {
    this.#timer = null
    this.#toldAtMs = performance.now()
    if (this.#areProjectsChanged) this.#emit({ kind: 'projects' })
    for (const project of this.#projects) this.#emit({ kind: 'runs', project })
    if (this.#runs.size <= namedRuns) for (const run of this.#runs.values()) this.#emit({ kind: 'run', run })
    if (this.#isStatusChanged) this.#emit({ kind: 'status' })
    if (this.#areSnapshotsChanged) this.#emit({ kind: 'snapshots' })
    if (this.#isOfflineChanged) this.#emit({ kind: 'offline' })
    this.#isOfflineChanged = false
    this.#projects.clear()
    this.#runs.clear()
    this.#areProjectsChanged = false
    this.#areSnapshotsChanged = false
    this.#isStatusChanged = false
  }
}
