import { Application, type ApplicationOptions } from './application'
import { Clock } from './clock'
import { Random } from './random'
import { Tracker, type SeedObject, type TrackerOptions } from './tracker'
import type { Zone } from './wallClock'

/** A project of the generated bucket; `act` plays one group of related runs. */
export interface Project {
  readonly name: string
  readonly weight: number
  act(scene: Scene): void
}

/** What is left to choose when a scene builds an application. */
export type SceneRun = Omit<ApplicationOptions, 'clock' | 'random' | 'partitionKey'> & {
  readonly clock?: Clock
  readonly random?: Random
  readonly partitionKey?: string | null
}

/** Which scene is played, and when it begins. */
export interface SceneOptions {
  readonly project: string
  readonly seed: string
  readonly index: number
  readonly startUs: number
  readonly nth?: number
  readonly isUnderWay?: boolean
}

/** One stretch of a user's program, with the objects that it leaves behind. */
export class Scene {
  readonly project: string
  readonly random: Random
  readonly clock: Clock
  readonly index: number
  /** How many scenes of the same project came before this one. */
  readonly nth: number
  /** Whether this scene should still be going on now: long work is preferred. */
  readonly isUnderWay: boolean
  runs = 0
  readonly #objects: SeedObject[] = []
  readonly #trackers: Tracker[] = []

  constructor(options: SceneOptions) {
    this.project = options.project
    this.index = options.index
    this.nth = options.nth ?? options.index
    this.isUnderWay = options.isUnderWay ?? false
    this.random = new Random(`${options.seed}/${options.project}/${options.index}`)
    this.clock = new Clock(options.startUs)
  }

  /** A tracker for this scene, made now. */
  tracker(zone: Zone, options: Partial<Pick<TrackerOptions, 'project' | 'trackerId' | 'flushIntervalMs'>> = {}): Tracker {
    const tracker = new Tracker({
      project: this.project,
      zone,
      random: this.random,
      startUs: this.clock.nowUs,
      put: (object) => this.#objects.push(object),
      family: this.#trackers,
      ...options
    })
    this.clock.wait(5 + this.random.next() * 55)
    return tracker
  }

  /** Builds an application of this scene; it is counted as one run unless `again` says that it is one already counted. */
  build(tracker: Tracker, options: SceneRun, again?: 'again'): Application {
    if (again === undefined) this.runs++
    return new Application(tracker, { clock: this.clock, random: this.random, partitionKey: null, ...options })
  }

  /** Adds an object that no tracker wrote. */
  put(object: SeedObject): void {
    this.#objects.push(object)
  }

  /** Everything that was written, in the order of time. */
  end(): SeedObject[] {
    for (const tracker of this.#trackers) tracker.finish()
    return this.#objects.sort((a, b) => a.timeUs - b.timeUs)
  }
}
