import { createHash } from 'node:crypto'
import type { Application } from '../application'
import { researchTopics, type ResearchTopic } from '../content/research'
import { callModel, models, type Model } from '../llm'
import { appFrame, packageFrame, PythonError } from '../pythonError'
import type { Values } from '../pythonJson'
import type { Project, Scene } from '../scene'
import { contextText } from './contextText'
import { readerGraph, researchGraph } from './researchGraph'

type Source = ResearchTopic['sources'][number]

/** Plan, search, read the sources in parallel runs, write; a second round meets the same child ids again. */
export const researchAgent: Project = {
  name: 'research-agent',
  weight: 8,
  act(scene) {
    const topic = scene.random.pick(researchTopics)
    const tracker = scene.tracker(scene.random.pick(['America/New_York', 'Europe/Berlin', 'UTC'] as const))
    const app = scene.build(tracker, {
      appId: scene.random.uuid(),
      partitionKey: scene.random.pick([null, 'team-research', 'team-strategy']),
      graph: researchGraph,
      state: { audience: scene.random.pick(['executive', 'engineer', 'general']) }
    })
    research(scene, app, topic)
    tracker.exit(scene.clock.nowUs)
    if (scene.random.chance(0.25)) spawnReview(scene, app, topic)
  }
}

function research(scene: Scene, app: Application, topic: ResearchTopic): void {
  const model = scene.random.pick([models.large, models.sonnet, models.gemini])
  app.step('plan', {
    inputs: { question: topic.question },
    work: (step) => {
      callModel(step, { model, messages: [{ role: 'user', content: topic.question }], completion: topic.queries.join('\n'), names: 'new' })
      return { question: topic.question, queries: [...topic.queries] }
    },
    result: () => ({ queries: [...topic.queries] })
  })
  const rounds = scene.random.chance(0.25) ? 2 : 1
  for (let round = 1; round <= rounds; round++) {
    const sources = topic.sources.slice(0, Math.max(2, topic.sources.length - (rounds - round)))
    search(app, topic, sources, round)
    if (readSources(scene, app, sources, model) !== null) return
    app.step('assess', {
      work: (step) => {
        callModel(step, { model: models.mini, messages: [{ role: 'user', content: 'Are these notes enough?' }], completion: round === rounds ? 'yes' : 'The costs are missing.' })
        return { enough: round === rounds, queries: round === rounds ? [] : ['costs'] }
      },
      result: (writes) => ({ enough: writes['enough'] ?? null })
    })
  }
  app.step('write', {
    work: (step) => {
      callModel(step, { model, messages: [{ role: 'system', content: 'Write a short report in Markdown.' }, { role: 'user', content: topic.question }], completion: topic.report, names: 'new', temperature: 0.7 })
      return { report: topic.report }
    },
    result: () => ({ words: topic.report.split(/\s+/).length })
  })
}

function search(app: Application, topic: ResearchTopic, sources: readonly Source[], round: number): void {
  app.step('search', {
    inputs: round === 1 ? {} : { limit: 8 },
    work: (step) => {
      for (const query of topic.queries) {
        step.span('search', () => {
          step.wait(320)
          step.attributes({ query, hits: step.random.int(1, 5) })
        })
      }
      return { sources: sources.map(({ title, url }) => ({ title, url })), rounds: round }
    },
    result: () => ({ found: sources.length })
  })
}

/** A deep run reads whole books: each source takes most of a minute. */
function isDeep(scene: Scene): boolean {
  return scene.isUnderWay || scene.index % 7 === 0
}

function readSources(scene: Scene, app: Application, sources: readonly Source[], model: Model): PythonError | null {
  return app.step('read_sources', {
    inputs: { __context: contextText(app, 'read_sources') },
    work: (step) => {
      const threads = sources.map((source, j) => {
        const clock = step.clock.fork()
        clock.wait(j * 3 + step.random.next() * 30)
        return { clock, error: readOne(scene, app, { source, j, clock, model }) }
      })
      for (const thread of threads) step.clock.join(thread.clock)
      const failed = threads.find((thread) => thread.error !== null)?.error
      if (failed !== undefined && failed !== null) step.raise(parallelError(failed))
      return { notes: sources.map((source) => source.finding) }
    }
  })
}

function readOne(scene: Scene, parent: Application, task: { source: Source; j: number; clock: Application['clock']; model: Model }): PythonError | null {
  const { source, j, clock, model } = task
  // Burr makes the id of a mapped child from its parent and its place, not from the step: a second round has the same ids.
  const appId = createHash('sha256').update(`${parent.appId}:0-${j}`).digest('hex')
  const inherited = Object.fromEntries(Object.entries(parent.state).filter(([name]) => !name.startsWith('__')))
  const child = scene.build(parent.childTracker(), { appId, partitionKey: parent.partitionKey, graph: readerGraph, state: { ...inherited, source: { title: source.title, url: source.url } }, spawnedBy: parent.pointer(), clock })
  const blocked = scene.random.chance(0.04)
  const error = child.step('fetch', {
    work: (step) => {
      step.span('http.get', () => {
        step.wait(isDeep(scene) ? 35_000 : 400)
        step.attributes({ 'url.full': source.url, 'http.response.status_code': blocked ? 403 : 200 })
        if (blocked) step.raise(forbidden(source.url))
      })
      return { page: `${source.title}\n\n${source.finding}` }
    }
  })
  if (error !== null) return error
  child.step('summarize', {
    work: (step) => {
      callModel(step, { model, messages: [{ role: 'user', content: source.finding }], completion: source.finding, names: 'old' })
      return { summary: source.finding }
    },
    result: (writes): Values => writes
  })
  return null
}

function forbidden(url: string): PythonError {
  return new PythonError({
    type: 'httpx.HTTPStatusError',
    message: `Client error '403 Forbidden' for url '${url}'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/403`,
    frames: [appFrame('research/reader.py', 18, 'fetch', 'response.raise_for_status()'), packageFrame('httpx/_models.py', 829, 'raise_for_status', 'raise HTTPStatusError(message, request=request, response=self)')]
  })
}

function parallelError(cause: PythonError): PythonError {
  const [type = 'RuntimeError', ...message] = cause.message.split(': ')
  return new PythonError({
    type,
    message: message.join(': '),
    frames: [
      packageFrame('burr/core/parallelism.py', 292, 'run_and_update', 'return _run_and_update()', '_run_and_update()'),
      packageFrame('burr/core/parallelism.py', 261, '_run_and_update', 'results = list(executor.map(execute_task, task_generator))', 'list(executor.map(execute_task, task_generator))'),
      { file: '/usr/lib/python3.11/concurrent/futures/_base.py', line: 619, in: 'result_iterator', source: 'yield _result_or_cancel(fs.pop())', marked: '_result_or_cancel(fs.pop())' },
      { file: '/usr/lib/python3.11/concurrent/futures/_base.py', line: 401, in: '__get_result', source: 'raise self._exception' }
    ]
  })
}

/** A run spawned by hand, with an id of the user's choice. */
function spawnReview(scene: Scene, app: Application, topic: ResearchTopic): void {
  const review = scene.build(app.childTracker(), { appId: `review-${app.appId.slice(0, 8)}`, partitionKey: app.partitionKey, graph: { ...readerGraph, entrypoint: 'summarize' }, state: { page: topic.report }, spawnedBy: app.pointer() })
  review.step('summarize', {
    work: (step) => {
      callModel(step, { model: models.haiku, messages: [{ role: 'user', content: topic.report }], completion: 'The report is sound; the table needs a source.', names: 'new' })
      return { summary: 'The report is sound; the table needs a source.' }
    },
    result: (writes) => writes
  })
}
