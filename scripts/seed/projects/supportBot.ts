import type { Application } from '../application'
import { personName } from '../content/people'
import { fillIn, supportCase, type SupportTopic } from '../content/support'
import { anyModel, callModel, models, type Message, type Model } from '../llm'
import { modelError } from '../modelErrors'
import { appFrame } from '../pythonError'
import { float, type Values } from '../pythonJson'
import type { Project, Scene } from '../scene'
import type { Tracker } from '../tracker'
import type { Zone } from '../wallClock'
import { contextText } from './contextText'
import { supportGraph } from './supportGraph'

const PARTITIONS = ['user_17', 'user_42', 'user_108', 'user_311', 'user_977', 'org/team', 'org/sales', 'ünïcode & %']
const ZONES: readonly Zone[] = ['America/New_York', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin', 'UTC']

/** A chat assistant over a knowledge base: turns, retrieval, model calls, failures that are retried, forks. */
export const supportBot: Project = {
  name: 'support-bot',
  weight: 30,
  act(scene) {
    const zone = scene.random.pick(ZONES)
    const partitionKey = scene.random.chance(0.15) ? null : scene.random.pick(PARTITIONS)
    const tracker = scene.tracker(zone)
    const first = new Conversation(scene, tracker, `chat-${scene.random.hex(8)}`, partitionKey)
    first.talk(1 + Math.floor(5 * scene.random.next() ** 3))
    if (scene.random.chance(0.1)) {
      tracker.kill(scene.clock.nowUs)
      return
    }
    tracker.exit(scene.clock.nowUs)
    if (scene.random.chance(0.12)) forkFrom(scene, zone, first, 1)
  }
}

function forkFrom(scene: Scene, zone: Zone, origin: Conversation, depth: number): void {
  scene.clock.wait(scene.random.int(20_000, 400_000))
  const tracker = scene.tracker(zone)
  const fork = new Conversation(scene, tracker, `${origin.app.appId}-fork-${scene.random.hex(4)}`, origin.app.partitionKey, origin)
  fork.talk(scene.random.int(1, 2))
  tracker.exit(scene.clock.nowUs)
  if (depth < 3 && scene.random.chance(0.45)) forkFrom(scene, zone, fork, depth + 1)
}

interface SavedState {
  readonly sequenceId: number
  readonly state: Values
}

class Conversation {
  readonly app: Application
  readonly #model: Model
  readonly #names: 'old' | 'new'
  readonly #topic: SupportTopic
  readonly #order: string
  readonly #saved: SavedState[] = []

  constructor(scene: Scene, tracker: Tracker, appId: string, partitionKey: string | null, origin?: Conversation) {
    const { topic, order } = supportCase(scene.random)
    this.#topic = origin === undefined ? topic : origin.#topic
    this.#order = origin === undefined ? order : origin.#order
    this.#model = anyModel(scene.random)
    this.#names = scene.random.chance(0.5) ? 'old' : 'new'
    const latest = scene.random.chance(0.3)
    const from = origin === undefined ? undefined : latest ? origin.#saved.at(-1) : scene.random.pick(origin.#saved)
    this.app = scene.build(tracker, {
      appId,
      partitionKey,
      graph: supportGraph,
      state: from?.state ?? { chat_history: [], customer: personName(scene.random), channel: scene.random.pick(['web', 'app', 'e-mail']) },
      ...(from === undefined || origin === undefined
        ? {}
        : {
            sequenceId: from.sequenceId,
            parent: { appId: origin.app.appId, sequenceId: latest ? null : from.sequenceId, partitionKey: origin.app.partitionKey }
          })
    })
  }

  talk(turns: number): void {
    const { random, clock } = this.app
    for (let turn = 0; turn < turns; turn++) {
      const lines = turn === 0 ? this.#topic.questions : this.#topic.followUps
      this.#turn(fillIn(random.pick(lines), this.#order))
      this.#saved.push({ sequenceId: this.app.sequenceId, state: this.app.state })
      clock.wait(random.latencyMs(14_000))
    }
  }

  #turn(prompt: string): void {
    const { app } = this
    this.#receive(prompt)
    const safe = this.#checkSafety(prompt)
    if (!safe) {
      const text = this.#topic.answers[0] ?? ''
      app.step('refuse', { work: () => ({ response: text, ...this.#said('assistant', text) }) })
      this.#respond()
      return
    }
    const confidence = this.#classify()
    if (confidence < 0.5) this.#escalate()
    else this.#retrieve(prompt)
    if (this.#answerWithRetries()) this.#respond()
  }

  #receive(prompt: string): void {
    const turn = Number(this.app.state['turn'] ?? 0) + 1
    this.app.step('receive', {
      inputs: { prompt },
      work: (step) => {
        step.span('normalise', () => step.attributes({ length: Array.from(prompt).length }))
        return { prompt, turn, ...this.#said('user', prompt) }
      }
    })
  }

  #checkSafety(prompt: string): boolean {
    const safe = this.#topic.intent !== 'unsafe' || prompt.includes('parcel SO-')
    this.app.step('check_safety', {
      work: (step) => {
        step.span('check_safety', () => {
          step.span('rules', () => step.wait(0.4))
          step.span('moderation', () => {
            step.span('http', () => step.wait(70))
            step.attributes({ verdict: safe ? 'clear' : 'flagged' })
          })
        })
        return { safe, safety_reason: safe ? null : 'off_policy' }
      }
    })
    return safe
  }

  #classify(): number {
    const confidence = this.app.random.chance(0.07) ? 0.31 : Math.round((0.7 + this.app.random.next() * 0.29) * 100) / 100
    const writes = { intent: this.#topic.intent, confidence }
    this.app.step('classify', {
      work: (step) => {
        callModel(step, { model: models.mini, messages: this.#messages('You sort customer messages. Answer in JSON.'), completion: JSON.stringify(writes), names: this.#names })
        return writes
      },
      result: (done) => done
    })
    return confidence
  }

  #escalate(): void {
    const number = `HD-${this.app.random.int(20_000, 29_999)}`
    const ticket = { number, queue: 'second-level', priority: this.app.random.int(1, 4), opened_by: 'bot' }
    this.app.step('escalate', {
      work: (step) => {
        step.wait(220)
        return { ticket: { ...ticket, __burr_serde__: 'pydantic', __pydantic_class: 'support.helpdesk.Ticket' } }
      },
      result: () => ({ ticket: number })
    })
  }

  #retrieve(prompt: string): void {
    const { random } = this.app
    const documents: Values[] = this.#topic.articles.map((article) => ({ id: article.id, score: Math.round(random.next() * 3000 + 7000) / 10_000, title: article.title, text: article.text }))
    this.app.step('retrieve', {
      work: (step) => {
        const vector = Array.from({ length: 8 }, () => Math.round(random.next() * 20_000 - 10_000) / 10_000)
        step.span('embed_query', () => {
          step.attributes({ 'gen_ai.request.model': 'text-embedding-3-small', text: prompt })
          step.wait(60)
        })
        step.traced('search_articles', { vector, top_k: 3 }, () => {
          step.span('pinecone.query', () => step.wait(45))
          return documents
        })
        return { documents }
      },
      result: () => ({ hits: documents.length })
    })
  }

  #answerWithRetries(): boolean {
    const { app } = this
    for (let attempt = 0; attempt < 3; attempt++) {
      const fails = app.random.chance(attempt === 0 ? 0.1 : 0.35)
      const error = app.step('answer', {
        inputs: app.random.chance(0.5) ? { temperature: float(1), model: this.#model.name } : {},
        work: (step) => {
          if (fails) {
            step.span(`chat ${this.#model.name}`, () => {
              step.attributes({ 'gen_ai.request.model': this.#model.name, retry: attempt })
              step.wait(2500)
              step.raise(modelError(step.random, this.#model, [
                appFrame('support/actions.py', 96, 'answer', 'completion = complete(model, messages, temperature)', 'complete(model, messages, temperature)'),
                appFrame('support/llm.py', 41, 'complete', 'return client.chat.completions.create(', 'client.chat.completions.create(')
              ]))
            })
          }
          const text = fillIn(step.random.pick(this.#topic.answers), this.#order)
          const used = callModel(step, { model: this.#model, messages: this.#messages('You are the friendly assistant of a mail-order shop. Use the articles.'), completion: text, names: this.#names, temperature: 0.2 })
          return { response: text, usage: { prompt: used.input, completion: used.output }, ...this.#said('assistant', text) }
        },
        result: (writes) => ({ response: writes['response'] ?? null })
      })
      if (error === null) return true
      app.clock.wait(1000 * 2 ** attempt)
    }
    return false
  }

  #respond(): void {
    const { app } = this
    app.step('respond', {
      inputs: { __context: contextText(app, 'respond') },
      work: (step) => {
        step.wait(12)
        return { delivered: true }
      }
    })
  }

  #said(role: string, content: string): Values {
    return { chat_history: [...this.#history(), { role, content }] }
  }

  #history(): Message[] {
    return (this.app.state['chat_history'] ?? []) as Message[]
  }

  #messages(system: string): Message[] {
    return [{ role: 'system', content: system }, ...this.#history().slice(-6)]
  }
}
