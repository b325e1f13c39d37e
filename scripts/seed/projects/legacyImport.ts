import type { GraphSource } from '../graph'
import { attribute, endSpan } from '../logEntry'
import { Random } from '../random'
import type { Project, Scene } from '../scene'
import type { Tracker } from '../tracker'

const graph: GraphSource = {
  entrypoint: 'count',
  actions: [
    { name: 'count', reads: ['n'], writes: ['n'], optional: ['step'], code: '@action(reads=["n"], writes=["n"])\ndef count(state: State, step: int = 1) -> State:\n    return state.update(n=state["n"] + step)\n' },
    { name: 'done', reads: ['n'], writes: [], code: 'No source available' }
  ],
  transitions: [
    ['count', 'count', 'n < limit'],
    ['count', 'done']
  ]
}

const PARTITIONS = [null, '__none__', '', 'a/b/c', 'with space', 'percent%2Fslash', 'ünïcode & %', 'emoji-🙂', "quote'\"", '<b>bold</b>']

/** Old and odd data, one oddity a run: partitions, bad lines, unknown entries, doubled ids, missing files, old writers. */
export const legacyImport: Project = {
  name: 'legacy-import',
  weight: 4,
  act(scene) {
    const oddities = [unknownEntry, badLines, sameIdInTwoProjects, builtTwice, neverStepped, orphanGraph, otelRoot, oldWriter, gaps, twoTrackers]
    const act = oddities[scene.nth % oddities.length] ?? unknownEntry
    act(scene, scene.random.pick(PARTITIONS))
  }
}

type Oddity = (scene: Scene, partitionKey: string | null) => void

function counted(scene: Scene, tracker: Tracker, options: { appId: string; partitionKey: string | null }, steps: number, again?: 'again', random: Random = scene.random) {
  const app = scene.build(tracker, { ...options, random, graph, state: { n: 0, limit: steps } }, again)
  for (let i = 0; i < steps; i++) app.step('count', { inputs: i === 0 ? {} : { step: 1 }, work: (step) => (step.wait(600), { n: i + 1 }) })
  return app
}

const unknownEntry: Oddity = (scene, partitionKey) => {
  const tracker = scene.tracker('UTC')
  const app = counted(scene, tracker, { appId: `susp-${scene.random.hex(6)}`, partitionKey }, 3)
  app.suspend('waiting for a person')
  app.step('done')
  tracker.exit(scene.clock.nowUs)
}

const badLines: Oddity = (scene, partitionKey) => {
  const tracker = scene.tracker('Europe/Berlin')
  const app = counted(scene, tracker, { appId: `bad-${scene.random.hex(6)}`, partitionKey }, 2)
  const at = app.now()
  const line = (text: string) => app.log({ timeUs: at.timeUs, sequenceId: at.sequenceId, fields: {}, line: text })
  line('{"type":"end_entry","end_time":"2026-11-2')
  line('{"type":"attribute","key":"score","action_sequence_id":1,"span_id":null,"value":NaN,"tags":{},"time_logged":null}')
  line('not json at all')
  line('[1,2,3]')
  app.step('done')
  tracker.exit(scene.clock.nowUs)
}

const sameIdInTwoProjects: Oddity = (scene, partitionKey) => {
  const appId = `shared-${scene.random.hex(4)}`
  for (const project of [scene.project, 'legacy-import-2']) {
    const tracker = scene.tracker('UTC', { project })
    counted(scene, tracker, { appId, partitionKey }, project === scene.project ? 2 : 4)
    tracker.exit(scene.clock.nowUs)
  }
}

const builtTwice: Oddity = (scene, partitionKey) => {
  const appId = `twice-${scene.random.hex(6)}`
  for (const again of [undefined, 'again'] as const) {
    const tracker = scene.tracker('America/New_York')
    counted(scene, tracker, { appId, partitionKey }, 3, again)
    tracker.exit(scene.clock.nowUs)
    scene.clock.wait(40_000)
  }
}

const neverStepped: Oddity = (scene, partitionKey) => {
  scene.build(scene.tracker('UTC'), { appId: `idle-${scene.random.hex(6)}`, partitionKey, graph })
}

// Building failed between the two files: there is a graph and nothing else.
const orphanGraph: Oddity = (scene, partitionKey) => {
  scene.runs++
  const run = { appId: `orphan-${scene.random.hex(6)}`, partitionKey }
  scene.clock.wait(scene.tracker('UTC').putGraph(run, { type: 'application', entrypoint: 'count', actions: [], transitions: [] }, scene.clock.nowUs))
}

// With OpenTelemetry all spans hang below a span `N:0` that is ended, after the step, but never begun.
const otelRoot: Oddity = (scene, partitionKey) => {
  const tracker = scene.tracker('Asia/Kolkata')
  const app = counted(scene, tracker, { appId: `otel-${scene.random.hex(6)}`, partitionKey }, 2)
  const root = `${app.sequenceId}:0`
  app.log(attribute(app.now(), root, 'llm.headers', 'None'))
  app.log(endSpan(app.now(), root))
  tracker.exit(scene.clock.nowUs)
}

// Writers before 25 August 2024 put no time on attributes.
const oldWriter: Oddity = (scene, partitionKey) => {
  const tracker = scene.tracker('America/New_York')
  const app = counted(scene, tracker, { appId: `old-${scene.random.hex(6)}`, partitionKey }, 2)
  const entry = attribute(app.now(), null, 'verdict', 'ok')
  const { time_logged: _dropped, ...fields } = entry.fields
  app.log({ ...entry, fields })
  tracker.exit(scene.clock.nowUs)
}

const gaps: Oddity = (scene, partitionKey) => {
  const tracker = scene.tracker('UTC')
  const app = counted(scene, tracker, { appId: `gaps-${scene.random.hex(6)}`, partitionKey }, 2)
  app.skip()
  app.skip()
  app.step('done')
  tracker.exit(scene.clock.nowUs)
}

// Two trackers on one application log everything twice, microseconds apart.
const twoTrackers: Oddity = (scene, partitionKey) => {
  const appId = `double-${scene.random.hex(6)}`
  const startUs = scene.clock.nowUs
  for (const again of [undefined, 'again'] as const) {
    scene.clock.nowUs = startUs
    const tracker = scene.tracker('UTC')
    scene.clock.nowUs = startUs + (again === undefined ? 60_000 : 60_037)
    counted(scene, tracker, { appId, partitionKey }, 2, again, new Random(appId))
    tracker.exit(scene.clock.nowUs)
  }
}
