import { projects as allProjects } from './projects'
import { Scene, type Project, type SceneOptions } from './scene'
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
  /** Told what the runs under way at `nowUs` will still write after it. */
  readonly onLater?: (object: SeedObject) => void
}

const DAY_US = 86_400_000_000
const UNDER_WAY_INDEX = 900_000_000

/** Every object of a generated bucket up to now, older runs first; holds one group of runs in memory at a time. */
export function* generate(options: GenerateOptions): Generator<SeedObject, void, undefined> {
  if (options.strays !== false) yield* strays(options.nowUs - spanUs(options))
  for (const scene of scenes(options)) {
    for (const object of scene.end()) {
      if (object.timeUs <= options.nowUs) yield object
      else options.onLater?.(object)
    }
  }
}

function* scenes(options: GenerateOptions): Generator<Scene, void, undefined> {
  const chosen = chooseProjects(options.projects)
  const power = recencyPower(options.runs)
  const played = new Map<Project, number>()
  for (let done = 0, index = 0; done < options.runs; index++) {
    const ageUs = spanUs(options) * ((options.runs - done) / options.runs) ** power
    const startUs = Math.round(options.nowUs - ageUs)
    const scene = playScene(chosen, { seed: options.seed, index, startUs, nth: countUp(played, projectOf(chosen, index)) })
    yield scene
    done += Math.max(1, scene.runs)
  }
  yield* underWay(chosen, options)
}

// Short runs are seldom caught in the act; a few long ones that began a moment ago are always there.
function* underWay(chosen: readonly Project[], options: GenerateOptions): Generator<Scene, void, undefined> {
  if (options.runs < 50) return
  const names = ['research-agent', 'nightly-eval', 'support-bot', 'streaming-chat']
  for (const [i, name] of names.entries()) {
    const project = chosen.find((one) => one.name === name)
    if (project === undefined) continue
    const startUs = options.nowUs - (28 - i * 5) * 1_000_000
    yield playScene([project], { seed: options.seed, index: UNDER_WAY_INDEX + i, startUs, isUnderWay: true })
  }
}

function countUp(played: Map<Project, number>, project: Project): number {
  const nth = played.get(project) ?? 0
  played.set(project, nth + 1)
  return nth
}

function spanUs(options: GenerateOptions): number {
  return (options.days ?? 30) * DAY_US
}

/** Plays the scene with that number; which project it belongs to follows from the number and the weights. */
export function playScene(projects: readonly Project[], options: Omit<SceneOptions, 'project'>): Scene {
  const project = projectOf(projects, options.index)
  const scene = new Scene({ ...options, project: project.name })
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
