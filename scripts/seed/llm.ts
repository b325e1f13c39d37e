import type { Values } from './pythonJson'
import { float } from './pythonJson'
import type { Random } from './random'
import type { StepWork } from './stepWork'

/** One message of a conversation with a model. */
export type Message = { role: string; content: string }

/** One call of a language model; `names` picks the older or the newer attribute names of OpenTelemetry. */
export interface LlmCall {
  readonly model: Model
  readonly messages: readonly Message[]
  readonly completion: string
  readonly names?: 'old' | 'new'
  readonly temperature?: number
}

/** A model, whose it is, and how many milliseconds one token of output takes. */
export interface Model {
  readonly name: string
  readonly answersAs: string
  readonly vendor: 'openai' | 'anthropic' | 'mistral_ai' | 'gcp.gemini'
  readonly msPerToken: number
}

/** The models that the generated programs call. */
export const models = {
  mini: { name: 'gpt-4o-mini', answersAs: 'gpt-4o-mini-2024-07-18', vendor: 'openai', msPerToken: 9 },
  large: { name: 'gpt-4o', answersAs: 'gpt-4o-2024-11-20', vendor: 'openai', msPerToken: 14 },
  sonnet: { name: 'claude-sonnet-4-0', answersAs: 'claude-sonnet-4-20250514', vendor: 'anthropic', msPerToken: 16 },
  haiku: { name: 'claude-3-5-haiku-latest', answersAs: 'claude-3-5-haiku-20241022', vendor: 'anthropic', msPerToken: 7 },
  mistral: { name: 'mistral-large-latest', answersAs: 'mistral-large-2411', vendor: 'mistral_ai', msPerToken: 12 },
  gemini: { name: 'gemini-2.0-flash', answersAs: 'gemini-2.0-flash-001', vendor: 'gcp.gemini', msPerToken: 5 }
} as const satisfies Record<string, Model>

/** About as many tokens as a tokenizer finds in that text. */
export function tokensOf(text: string): number {
  return Math.max(1, Math.round(text.length / 3.9))
}

/** A model for a run, most often a small one. */
export function anyModel(random: Random): Model {
  return random.pick([models.mini, models.mini, models.large, models.sonnet, models.haiku, models.mistral, models.gemini])
}

/** Opens the span that an OpenTelemetry instrumentation makes, waits as a model does, logs its attributes. */
export function callModel(step: StepWork, call: LlmCall): { input: number; output: number } {
  const input = call.messages.reduce((sum, message) => sum + tokensOf(message.content) + 4, 380)
  const output = tokensOf(call.completion)
  const name = call.names === 'new' ? `chat ${call.model.name}` : `${call.model.vendor.split('_')[0]}.chat`
  step.span(name, () => {
    step.attributes(requestAttributes(call))
    step.span('POST', () => {
      step.attributes({ 'http.request.method': 'POST', 'server.address': serverOf(call.model), 'http.response.status_code': 200 })
      step.wait(420 + output * call.model.msPerToken)
    })
    step.attributes(call.names === 'new' ? newUsage(call, input, output) : oldUsage(call, input, output))
  })
  return { input, output }
}

/** The address of the model's vendor. */
export function serverOf(model: Model): string {
  switch (model.vendor) {
    case 'openai':
      return 'api.openai.com'
    case 'anthropic':
      return 'api.anthropic.com'
    case 'mistral_ai':
      return 'api.mistral.ai'
    case 'gcp.gemini':
      return 'generativelanguage.googleapis.com'
  }
}

function requestAttributes(call: LlmCall): Values {
  const last = call.messages.at(-1)
  return {
    [call.names === 'new' ? 'gen_ai.provider.name' : 'gen_ai.system']: call.model.vendor,
    ...(call.names === 'new' ? { 'gen_ai.operation.name': 'chat' } : { 'llm.request.type': 'chat', 'llm.is_streaming': false }),
    'gen_ai.request.model': call.model.name,
    'gen_ai.request.temperature': float(call.temperature ?? 0),
    ...(call.names === 'new'
      ? { 'gen_ai.input.messages': JSON.stringify(call.messages.slice(-2)) }
      : { 'gen_ai.prompt.0.role': last?.role ?? 'user', 'gen_ai.prompt.0.content': last?.content ?? '' })
  }
}

function oldUsage(call: LlmCall, input: number, output: number): Values {
  return {
    'gen_ai.response.model': call.model.answersAs,
    'gen_ai.usage.prompt_tokens': input,
    'gen_ai.usage.completion_tokens': output,
    'llm.usage.total_tokens': input + output,
    'gen_ai.completion.0.role': 'assistant',
    'gen_ai.completion.0.finish_reason': 'stop',
    'gen_ai.completion.0.content': call.completion
  }
}

function newUsage(call: LlmCall, input: number, output: number): Values {
  return {
    'gen_ai.response.model': call.model.answersAs,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', content: call.completion }])
  }
}
