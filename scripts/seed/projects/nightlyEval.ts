import type { Application } from '../application'
import { chats } from '../content/chat'
import type { GraphSource } from '../graph'
import { callModel, models } from '../llm'
import { modelError } from '../modelErrors'
import { appFrame } from '../pythonError'
import { float } from '../pythonJson'
import type { Project } from '../scene'

const graph: GraphSource = {
  entrypoint: 'load_suite',
  actions: [
    {
      name: 'load_suite',
      reads: [],
      writes: ['cases', 'position', 'passed', 'failed'],
      required: ['suite'],
      code: `@action(reads=[], writes=["cases", "position", "passed", "failed"])
def load_suite(state: State, suite: str) -> State:
    return state.update(cases=len(read_cases(suite)), position=0, passed=0, failed=0)
`
    },
    {
      name: 'ask',
      reads: ['position'],
      writes: ['prediction'],
      required: ['__tracer'],
      code: `@action(reads=["position"], writes=["prediction"])
def ask(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    case = CASES[state["position"]]
    prediction = candidate.run(case.prompt)
    return {"prediction": prediction}, state.update(prediction=prediction)
`
    },
    {
      name: 'grade',
      reads: ['prediction', 'position', 'passed', 'failed'],
      writes: ['position', 'passed', 'failed', 'score'],
      code: `@action(reads=["prediction", "position", "passed", "failed"], writes=["position", "passed", "failed", "score"])
def grade(state: State) -> Tuple[dict, State]:
    score = grader(CASES[state["position"]], state["prediction"])
    good = score >= THRESHOLD
    return {"score": score}, state.update(
        position=state["position"] + 1,
        passed=state["passed"] + good,
        failed=state["failed"] + (not good),
        score=score,
    )
`
    },
    {
      name: 'report',
      reads: ['passed', 'failed'],
      writes: ['summary'],
      code: `@action(reads=["passed", "failed"], writes=["summary"])
def report(state: State) -> State:
    return state.update(summary=f"{state['passed']} of {state['passed'] + state['failed']} passed")
`
    }
  ],
  transitions: [
    ['load_suite', 'ask'],
    ['ask', 'grade'],
    ['grade', 'ask', 'position < cases'],
    ['grade', 'report'],
    ['ask', 'ask', 'retry=True']
  ]
}

/** A long evaluation: hundreds of steps over many log files; some runs are short, some are killed by the night's deploy. */
export const nightlyEval: Project = {
  name: 'nightly-eval',
  weight: 3,
  act(scene) {
    const { random } = scene
    const long = random.chance(0.35) || scene.isUnderWay
    const cases = long ? random.int(150, 220) : random.int(8, 30)
    const tracker = scene.tracker('UTC', { trackerId: `nightly-${random.hex(6)}` })
    const app = scene.build(tracker, { appId: `eval-${scene.index}-${random.hex(6)}`, partitionKey: random.pick(['suite/regression', 'suite/safety', null]), graph })
    app.step('load_suite', { inputs: { suite: 'regression-v7' }, work: (step) => (step.wait(400), { cases, position: 0, passed: 0, failed: 0 }) })
    const killedAt = random.chance(0.15) ? random.int(2, cases) : Number.POSITIVE_INFINITY
    for (let position = 0; position < cases; position++) {
      ask(app, position)
      if (position === killedAt) {
        tracker.kill(scene.clock.nowUs)
        return
      }
      grade(app, position)
    }
    app.step('report', { work: () => ({ summary: `${Number(app.state['passed'])} of ${cases} passed` }) })
    tracker.exit(scene.clock.nowUs)
  }
}

function ask(app: Application, position: number): void {
  const { random } = app
  const chat = chats[position % chats.length] ?? random.pick(chats)
  for (let attempt = 0; attempt < 3; attempt++) {
    const error = app.step('ask', {
      ...(random.chance(0.004) ? { log: 'interrupted' as const } : {}),
      work: (step) => {
        // A slow answer now and then: its spans begin in one log file and end in the next.
        if (random.chance(0.03)) step.span('warm_up', () => step.wait(7000))
        callModel(step, { model: models.mini, messages: [{ role: 'user', content: chat.ask }], completion: chat.answer.slice(0, 120), names: position % 2 === 0 ? 'old' : 'new' })
        if (random.chance(0.01)) step.raise(modelError(random, models.mini, [appFrame('evals/candidate.py', 44, 'run', 'return self.client.chat(prompt)', 'self.client.chat(prompt)')]))
        return { prediction: chat.answer.slice(0, 120) }
      },
      result: (writes) => writes
    })
    if (error === null) return
    app.clock.wait(2000)
  }
}

function grade(app: Application, position: number): void {
  const score = Math.round(app.random.next() ** 0.4 * 100) / 100
  const good = score >= 0.6
  app.step('grade', {
    work: (step) => {
      step.wait(15)
      return { position: position + 1, passed: Number(app.state['passed']) + (good ? 1 : 0), failed: Number(app.state['failed']) + (good ? 0 : 1), score: float(score) }
    },
    result: () => ({ score: float(score) })
  })
}
