import { projects as allProjects } from './projects'
import { Scene, type Project } from './scene'
import { strays } from './strays'
import type { SeedObject } from './tracker'

/** What to generate; times are microseconds since 1970. */
export interface GenerateOptions {
  readonly seed: string
  /** Runs wanted, spawned and forked ones included; the last group may go a few beyond. */
  readonly runs: number
  readonly nowUs: number
  readonly projects?: readonly string[]
  /** How far back the oldest run lies; 30 by default. */
  readonly days?: number
  /** Whether stray keys are put in; true by default. */
  readonly strays?: boolean
}

const DAY_US = 86_400_000_000
const LONGEST_SCENE_US = 3 * 3_600_000_000

/** Every object of a generated bucket up to now, older runs first; holds one group of runs in memory at a time. */
export function* generate(options: GenerateOptions): Generator<SeedObject, void, undefined> {
  if (options.strays !== false) yield* strays(options.nowUs - spanUs(options))
  for (const scene of scenes(options)) {
    for (const object of scene.end()) if (object.timeUs <= options.nowUs) yield object
  }
}

/** What the runs under way at `nowUs` will still write after it: the rest of what `generate` leaves out. */
export function* generateAfter(options: GenerateOptions): Generator<SeedObject, void, undefined> {
  const sinceUs = options.nowUs - LONGEST_SCENE_US
  for (const scene of scenes(options, sinceUs)) {
    for (const object of scene.end()) if (object.timeUs > options.nowUs) yield object
  }
}

// How many runs a scene makes is known only once it is played, and the next scene's time hangs on it.
function* scenes(options: GenerateOptions, sinceUs = 0): Generator<Scene, void, undefined> {
  const chosen = chooseProjects(options.projects)
  const power = recencyPower(options.runs)
  for (let done = 0, index = 0; done < options.runs; index++) {
    const ageUs = spanUs(options) * ((options.runs - done) / options.runs) ** power
    const startUs = Math.round(options.nowUs - ageUs)
    const scene = playScene(chosen, options.seed, index, startUs)
    if (startUs >= sinceUs) yield scene
    done += Math.max(1, scene.runs)
  }
}

function spanUs(options: GenerateOptions): number {
  return (options.days ?? 30) * DAY_US
}

/** Plays the scene with that number; which project it belongs to follows from the number and the weights. */
export function playScene(projects: readonly Project[], seed: string, index: number, startUs: number): Scene {
  const project = projectOf(projects, index)
  const scene = new Scene({ project: project.name, seed, index, startUs })
  project.act(scene)
  return scene
}

/** The projects with these names, or all; throws when a name is unknown. */
export function chooseProjects(names: readonly string[] | undefined): readonly Project[] {
  if (names === undefined || names.length === 0) return allProjects
  return names.map((name) => {
    const found = allProjects.find((project) => project.name === name)
    if (found === undefined) throw new Error(`no project "${name}"; there are ${allProjects.map((project) => project.name).join(', ')}`)
    return found
  })
}

// The golden ratio spreads the numbers evenly, so that even a small bucket gets all projects in proportion.
function projectOf(projects: readonly Project[], index: number): Project {
  const total = projects.reduce((sum, project) => sum + project.weight, 0)
  let left = ((index * 0.618_033_988_749_895 + 0.05) % 1) * total
  for (const project of projects) {
    left -= project.weight
    if (left < 0) return project
  }
  return projects[0] as Project
}

// About five runs lie within the last three minutes, whatever the number of runs; a large bucket is spread evenly.
function recencyPower(runs: number): number {
  return Math.max(1, Math.min(8, 9.57 / Math.log(Math.max(runs, 8) / 5)))
}
