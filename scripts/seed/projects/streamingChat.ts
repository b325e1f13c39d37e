import type { Application } from '../application'
import { chats } from '../content/chat'
import type { GraphSource } from '../graph'
import { anyModel, tokensOf } from '../llm'
import { beginSpan, beginStream, endSpan } from '../logEntry'
import { modelError } from '../modelErrors'
import { appFrame } from '../pythonError'
import type { Value } from '../pythonJson'
import type { Project } from '../scene'

const graph: GraphSource = {
  entrypoint: 'human_turn',
  actions: [
    {
      name: 'human_turn',
      reads: ['messages'],
      writes: ['messages'],
      required: ['text'],
      code: `@action(reads=["messages"], writes=["messages"])
def human_turn(state: State, text: str) -> State:
    return state.append(messages=HumanMessage(content=text))
`
    },
    {
      name: 'stream_answer',
      reads: ['messages'],
      writes: ['messages', 'answer'],
      required: ['__tracer'],
      code: `@streaming_action(reads=["messages"], writes=["messages", "answer"])
async def stream_answer(
    state: State, __tracer: TracerFactory
) -> AsyncGenerator[Tuple[dict, Optional[State]], None]:
    buffer = []
    async for chunk in model.astream(state["messages"]):
        buffer.append(chunk.content)
        yield {"delta": chunk.content}, None
    text = "".join(buffer)
    yield {"answer": text}, state.update(answer=text).append(messages=AIMessage(content=text))
`
    },
    {
      name: 'count_usage',
      reads: ['messages'],
      writes: ['usage'],
      code: `@action(reads=["messages"], writes=["usage"])
def count_usage(state: State) -> State:
    return state.update(usage=usage_of(state["messages"]))
`
    }
  ],
  transitions: [
    ['human_turn', 'stream_answer'],
    ['stream_answer', 'count_usage'],
    ['count_usage', 'human_turn']
  ]
}

/** An asynchronous streaming assistant: streams whole, left half-way, broken; sync actions whose outcome Burr does not record. */
export const streamingChat: Project = {
  name: 'streaming-chat',
  weight: 16,
  act(scene) {
    const { random } = scene
    const tracker = scene.tracker(random.pick(['America/New_York', 'Asia/Kolkata', 'UTC'] as const))
    const app = scene.build(tracker, { appId: random.uuid(), partitionKey: random.pick(['user_17', 'user_42', 'guest', null]), graph, state: { messages: [] } })
    const turns = 1 + Math.floor(4 * random.next() ** 2)
    for (let turn = 0; turn < turns; turn++) {
      const chat = random.pick(chats)
      app.step('human_turn', { inputs: { text: chat.ask }, log: 'unrecorded', work: () => ({ messages: [...messages(app), human(chat.ask)] }) })
      if (!streamAnswer(app, chat)) break
      app.step('count_usage', { inputs: { text: chat.ask }, log: 'unrecorded', work: () => ({ usage: { characters: chat.answer.length, messages: messages(app).length } }) })
      scene.clock.wait(random.latencyMs(9000))
    }
    tracker.exit(scene.clock.nowUs)
  }
}

function streamAnswer(app: Application, chat: { readonly ask: string; readonly answer: string }): boolean {
  const { random } = app
  const items = tokensOf(chat.answer)
  const fate = random.next()
  if (fate < 0.04) {
    // The stream was handed out and never read: nothing but its beginning is there.
    app.open('stream_answer', { text: chat.ask })
    app.log(beginStream(app.now()))
    return false
  }
  const abandoned = fate < 0.12 ? { abandonedAfter: random.int(1, Math.max(1, items - 1)) } : {}
  const error = app.step('stream_answer', {
    inputs: { text: chat.ask },
    stream: { items: fate > 0.97 ? 0 : items, firstAfterMs: random.latencyMs(450), gapMs: 28, ...abandoned },
    work: (step) => {
      const model = anyModel(random)
      step.span('prepare_messages', () => step.attributes({ count: messages(app).length }))
      if (random.chance(0.3)) collidingSpan(app)
      step.attributes({ 'gen_ai.request.model': model.name, 'gen_ai.usage.output_tokens': items, 'gen_ai.usage.input_tokens': tokensOf(chat.ask) + 30 })
      if (fate > 0.9 && fate < 0.95) step.raise(modelError(random, model, [appFrame('chat/stream.py', 27, 'stream_answer', 'async for chunk in model.astream(state["messages"]):')]))
      return { answer: chat.answer, messages: [...messages(app), ai(chat.answer)] }
    },
    result: () => ({ answer: chat.answer })
  })
  return error === null
}

// Burr counts injected tracers and decorated functions apart in async actions, so both have a span `N:0`.
function collidingSpan(app: Application): void {
  const spanId = `${app.sequenceId}:0`
  app.log(beginSpan(app.now(), spanId, 'load_history', null))
  app.clock.wait(3)
  app.log(endSpan(app.now(), spanId))
}

function messages(app: Application): Value[] {
  return app.state['messages'] as Value[]
}

function human(content: string): Value {
  return { type: 'human', data: { content, additional_kwargs: {}, response_metadata: {}, type: 'human', name: null, id: null, example: false }, __burr_serde__: 'lc_message' }
}

function ai(content: string): Value {
  return { type: 'ai', data: { content, additional_kwargs: {}, response_metadata: { finish_reason: 'stop' }, type: 'ai', name: null, id: null, tool_calls: [], invalid_tool_calls: [] }, __burr_serde__: 'lc_message' }
}
