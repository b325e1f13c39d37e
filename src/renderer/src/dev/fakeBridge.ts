import '../noEval'
import type { Change } from '@shared/contract/change'
import { contract, isMethodName } from '@shared/contract/contract'
import type { MethodName, Output, Parsed } from '@shared/contract/contract'
import { errorReply, okReply } from '@shared/contract/reply'
import { AppError, toErrorShape } from '@shared/errors'
import type { RunKey, RunRow } from '@shared/model/run'
import type { SettingsPatch } from '@shared/model/settings'
import { fakeAnnotations } from './fakeAnnotations'
import { fakeFields } from './fakeFields'
import { fakeBringIn } from './fakeBringIn'
import { fakeGraph } from './fakeGraph'
import { fakeInsights } from './fakeInsights'
import { arrive, fakeHistogram, fakeRunPage } from './fakeRunPages'
import { fakeOffline } from './fakeOffline'
import { fakePortable } from './fakePortable'
import { fakeProjects, fakeRun, findFakeRun } from './fakeRuns'
import { fakeChecks, fakeProfiles, fakeSettings } from './fakeSettings'
import { fakeSignIn } from './fakeSignIn'
import { fakeSnapshots } from './fakeSnapshots'
import { fakeJobs, fakeSetAside, fakeStatus } from './fakeStatus'
import type { FakeScene } from './fakeStatus'
import { fakeRunDetail, fakeStepDetail, fakeStepEvents } from './fakeSteps'

type Answers = { readonly [M in MethodName]: (input: Parsed<M>) => Output<M> }

function runOf(key: RunKey): RunRow {
  const run = findFakeRun(key.project, key.appId)
  if (run === null) throw new AppError({ code: 'not-found', message: `The index has no run ${key.appId}.`, action: 'It may not have been indexed yet.' })
  return run
}

function projectRows(): Output<'projects.list'> {
  return fakeProjects.map((project) => ({
    name: project.name,
    runCount: project.runs,
    failedRunCount: Math.floor(project.runs * project.failing),
    stepCount: project.runs * 14,
    firstTimeUs: fakeRun(project, project.runs - 1).firstTimeUs,
    lastTimeUs: fakeRun(project, 0).lastTimeUs,
    partitionCount: project.partitions.length,
    objects: { listed: project.runs * 3, indexed: project.runs * 3 - 2, ignored: 1, failed: 1, waiting: 0 }
  }))
}

function answersOf(scene: FakeScene, push: (change: Change) => void): Answers {
  const bare = scene === 'empty' || scene === 'not-configured'
  let changed: SettingsPatch = {}
  return {
    ...fakeAnnotations(bare, push),
    ...fakeBringIn(bare, push),
    ...fakeInsights(bare, runOf, push),
    ...fakeSnapshots(scene, push),
    ...fakeSignIn(push),
    ...fakeOffline(bare, push),
    ...fakePortable(push),
    'app.info': () => ({ version: '0.1.0', electron: '45.4.1', chrome: '144', node: '24', sqlite: '3.51', platform: 'linux', dataFolder: '~/.config/Burr Desktop' }),
    'app.sqlite': () => '3.51',
    'help.diagnostics': () => [{ name: 'versions.json', text: '{ "app": "0.1.0" }' }, { name: 'logs/burr-desktop.log', text: 'WARN poll: ‹bucket 1› did not answer' }],
    'help.licences': () => 'react 19\nLicence: MIT',
    'settings.get': () => fakeSettings(scene, changed),
    'settings.update': (patch) => {
      changed = { ...changed, ...patch }
      push({ kind: 'settings' })
      return fakeSettings(scene, changed)
    },
    'profiles.list': () => fakeProfiles,
    'connection.check': () => fakeChecks(scene),
    'app.openLink': () => null,
    'app.saveText': ({ fileName }) => ({ savedAs: fileName }),
    'app.copy': ({ text }) => {
      void navigator.clipboard?.writeText(text)
      return null
    },
    'projects.list': () => (bare ? [] : projectRows()),
    'projects.coverage': () => (bare ? [] : fakeProjects.map(({ name }, at) => ({ project: name, completeAsOfUs: at === 2 ? null : Date.now() * 1000 - 3_600_000_000, isChosen: at !== 4 }))),
    'projects.partitions': ({ project }) =>
      (fakeProjects.find((each) => each.name === project)?.partitions ?? []).map((partitionKey, at) => ({ partitionKey, runCount: 16_000 - at * 900, lastTimeUs: Date.now() * 1000 - at * 9_000_000_000 })),
    'runs.list': (input) => (bare ? { runs: [], offset: 0, nextCursor: null, total: 0, hiddenNeverStepped: 0, countNext: null, leading: [] } : fakeRunPage(input)),
    'runs.count': () => ({ total: 0, hiddenNeverStepped: 0, next: null }),
    'runs.family': () => [],
    'runs.neighbours': () => ({ previous: null, next: null, index: -1, total: 0 }),
    'runs.histogram': (input) => (bare ? { fromUs: 0, toUs: 0, parts: [], newestOnly: null } : fakeHistogram(input)),
    'runs.actions': () => ['classify', 'retrieve', 'generate', 'respond'],
    'runs.get': (key) => fakeRunDetail(runOf(key)),
    'runs.graph': () => fakeGraph,
    'runs.lineage': () => [],
    'runs.inAndOut': () => ({ inText: null, inOf: 'inputs', outText: null, outOf: 'result' }),
    'runs.find': () => ({ hits: [], next: null, missingBodies: 0 }),
    'runs.fetchBodies': () => ({ fetched: 0, missing: 0 }),
    'runs.fetchLarge': () => null,
    'search.runs': () => ({ hits: [], nextCursor: null, files: { searchable: 0, waiting: 0, partial: 0 } }),
    'reproduce.testCase': ({ step }) => ({ text: '[]', fileName: `case_${step.sequenceId}.json`, pytestText: 'import pytest', pytestFileName: 'test_case.py', toFillIn: null }),
    'reproduce.files': () => ({ project: '', runs: [], leftOut: 0 }),
    'reproduce.saveFolder': ({ run }) => ({ storageDir: '/home/me/.burr', isBurrsOwn: true, project: run.project, appId: run.appId, runCount: 1, leftOut: 0 }),
    'search.open': () => [],
    'search.scope': () => ({ isOn: true, projectsOff: [] }),
    'search.setScope': (scope) => scope,
    'steps.get': ({ run, step }) => {
      const detail = fakeStepDetail(runOf(run), step.sequenceId)
      if (detail === null) throw new AppError({ code: 'not-found', message: 'The run has no such step.' })
      return detail
    },
    'steps.events': ({ run, steps }) => fakeStepEvents(runOf(run)).filter(({ sequenceId }) => steps === undefined || steps.some((each) => each.sequenceId === sequenceId)),
    'steps.rawLine': ({ line }) => ({ text: `{"type":"begin_entry","sequence_id":${line}}` }),
    ...fakeFields((run) => runOf(run)),
    'status.get': () => fakeStatus(scene),
    'poll.now': () => null,
    'poll.pause': () => null,
    'poll.focus': () => null,
    'poll.verify': () => null,
    'jobs.list': () => fakeJobs(scene),
    'jobs.cancel': () => null,
    'objects.setAside': ({ state }) => (bare ? [] : fakeSetAside(state))
  }
}

/** What the answer of a method is, as the program would send it. */
function replyText<M extends MethodName>(answers: Answers, method: M, input: unknown): string {
  const parsed = contract[method].input.parse(input) as Parsed<M>
  return okReply(JSON.stringify(answers[method](parsed)))
}

/** A bridge that answers with made-up data. The scene and its speed come from the address: `?fake=busy&delay=300`. */
export function fakeBridge(search: string): Bridge {
  const asked = new URLSearchParams(search)
  const scene = (asked.get('fake') ?? 'full') as FakeScene
  const delayMs = Number(asked.get('delay') ?? 4)
  const listeners = new Set<(change: Change) => void>()
  const push = (change: Change): void => {
    for (const listener of listeners) listener(change)
  }
  const answers = answersOf(scene, push)

  if (scene === 'live') {
    let count = 0
    setInterval(() => {
      const project = fakeProjects[0]
      if (project === undefined) return
      const nowUs = Date.now() * 1000
      arrive({ ...fakeRun(project, 30 + count), appId: `live-${String(count++).padStart(4, '0')}`, status: 'running', firstTimeUs: nowUs - 900_000, lastTimeUs: nowUs, lastError: null })
      push({ kind: 'runs', project: project.name })
      push({ kind: 'projects' })
      push({ kind: 'status' })
    }, 1500)
  }

  return {
    async call(method, input) {
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      if (scene === 'loading' && !method.startsWith('settings') && method !== 'status.get') return new Promise<string>(() => undefined)
      if (!isMethodName(method)) return errorReply({ code: 'invalid-input', message: `No method ${method}.`, action: null })
      if (scene === 'broken' && method.startsWith('projects.')) {
        return errorReply({ code: 'index-damaged', message: 'The index cannot be read: database disk image is malformed.', action: 'It is rebuilt from the bucket when you press Rebuild.' })
      }
      try {
        return replyText(answers, method, input)
      } catch (error) {
        return errorReply(toErrorShape(error))
      }
    },
    openDropped: () => Promise.resolve(okReply('null')),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
