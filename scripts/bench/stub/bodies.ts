import { createHash } from 'node:crypto'
import type { Place } from './dataset'
import { noise, textOf } from './words'

/** A ready-made answer; `times` are the places at which the second of the object is written in. */
interface Template {
  readonly answer: Buffer
  readonly times: readonly number[]
  readonly etag: string
  readonly sizeBytes: number
}

const stepsPerFile = 4
const placeholder = '0000-00-00T00:00:00'
const actions = ['receive_prompt', 'check_safety', 'search_documents', 'compose_answer']

/** Answers to GET, made before the first request: Burr's lines with the texts of an assistant, some 4.8 KB a file. */
export class Bodies {
  readonly #filesPerRun: number
  readonly #variants: number
  readonly #templates: readonly (readonly Template[])[]

  constructor(filesPerRun: number) {
    this.#filesPerRun = filesPerRun
    this.#variants = Math.max(8, Math.ceil(1000 / filesPerRun))
    this.#templates = Array.from({ length: this.#variants }, (_none, variant) =>
      Array.from({ length: filesPerRun }, (_file, file) => templateOf(bodyOf(file, variant, filesPerRun))))
  }

  etagOf(place: Place): string {
    return this.#templateOf(place).etag
  }

  sizeOf(place: Place): number {
    return this.#templateOf(place).sizeBytes
  }

  /** The whole answer, headers and all, its times set to the second before the key's. */
  answerOf(place: Place): Buffer {
    const { answer, times } = this.#templateOf(place)
    if (times.length === 0) return answer
    const copy = Buffer.from(answer)
    const second = new Date(Math.floor(place.timeUs / 1000) - 1000).toISOString().slice(0, 19)
    for (const at of times) copy.write(second, at, 'latin1')
    return copy
  }

  #templateOf({ run, file }: Place): Template {
    const template = this.#templates[run % this.#variants]?.[file % this.#filesPerRun]
    if (template === undefined) throw new Error('There is no such body.')
    return template
  }
}

function templateOf(body: string): Template {
  const bytes = Buffer.from(body)
  // Each body is given its own times, so a plain MD5 would not be its tag: this is the tag of one that came in parts.
  const etag = `${createHash('md5').update(bytes).digest('hex')}-1`
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${String(bytes.length)}\r\nContent-Type: binary/octet-stream\r\nETag: "${etag}"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n`
  const answer = Buffer.concat([Buffer.from(head), bytes])
  const times: number[] = []
  for (let at = answer.indexOf(placeholder); at >= 0; at = answer.indexOf(placeholder, at + 1)) times.push(at)
  return { answer, times, etag, sizeBytes: bytes.length }
}

function bodyOf(file: number, variant: number, filesPerRun: number): string {
  if (filesPerRun < 3) return logOf(file, variant)
  if (file === 0) return JSON.stringify(graph)
  if (file === 1) return JSON.stringify({ type: 'application_metadata', partition_key: null, parent_pointer: null, spawning_parent_pointer: null })
  return logOf(file - 2, variant)
}

function logOf(file: number, variant: number): string {
  const next = noise(variant * 1000 + file)
  const lines: string[] = []
  for (let step = 0; step < stepsPerFile; step += 1) {
    const sequenceId = file * stepsPerFile + step
    const action = actions[sequenceId % actions.length] ?? ''
    const prompt = textOf(120, next)
    const time = (part: number): string => `${placeholder}.${String(step * 200_000 + part).padStart(6, '0')}`
    lines.push(JSON.stringify({ type: 'begin_entry', start_time: time(0), action, inputs: step === 0 ? { prompt } : {}, sequence_id: sequenceId }))
    const state = {
      chat_history: [{ role: 'user', content: prompt }, { role: 'assistant', content: textOf(300, next) }],
      documents: [{ id: `kb-${String(Math.floor(next() * 1000))}`, score: Math.round(next() * 10_000) / 10_000, text: textOf(150, next) }],
      safe: true, turn: sequenceId, __SEQUENCE_ID: sequenceId, __PRIOR_STEP: action
    }
    const result = { response: textOf(150, next), usage: { prompt: Math.floor(next() * 400), completion: Math.floor(next() * 400) } }
    lines.push(JSON.stringify({ type: 'end_entry', end_time: time(150_000), action, result, exception: null, state, sequence_id: sequenceId }))
  }
  return lines.map((line) => `${line}\n`).join('')
}

const graph = {
  type: 'application',
  entrypoint: actions[0],
  actions: actions.map((name) => ({
    type: 'action', name, reads: ['chat_history', 'documents'], writes: ['chat_history', 'safe', 'turn'], inputs: name === actions[0] ? ['prompt'] : [], optional_inputs: [],
    code: `@action(reads=["chat_history", "documents"], writes=["chat_history", "safe", "turn"])\ndef ${name}(state: State) -> State:\n${'    state = state.update(turn=state["turn"] + 1)\n'.repeat(8)}    return state\n`
  })),
  transitions: actions.map((name, at) => ({ type: 'transition', from_: name, to: actions[(at + 1) % actions.length], condition: 'default' }))
}
