import type { ExactObject, ExactValue } from '@shared/exactJson/tree'
import { printExact } from '@shared/exactJson/write'
import { isList, isObject } from '../diff/delta'
import { member } from './shape'

/** A call of a tool that a message asks for, its arguments as JSON text. */
export interface ToolCall {
  readonly name: string
  readonly argumentsText: string
}

/** One message of a chat, whatever library stored it. */
export interface ChatMessage {
  /** As stored: `user`, `human`, `model` … */
  readonly role: string
  readonly content: string
  readonly toolCalls: readonly ToolCall[]
  /** Parts that are neither text nor a call, by their type: `image_url`. */
  readonly others: readonly string[]
}

/**
 * The messages of a list in which every item is one, as OpenAI, Anthropic, Gemini or LangChain write them; `null` for any other
 * value.
 */
export function chatMessages(value: ExactValue): readonly ChatMessage[] | null {
  if (!isList(value) || value.length === 0) return null
  const messages: ChatMessage[] = []
  for (const item of value) {
    const message = isObject(item) ? messageOf(item) : null
    if (message === null) return null
    messages.push(message)
  }
  return messages
}

const langChainTypes = new Set(['human', 'ai', 'system', 'tool', 'function', 'AIMessageChunk', 'HumanMessageChunk'])

function messageOf(item: ExactObject): ChatMessage | null {
  const kwargs = member(item, 'kwargs')
  const id = member(item, 'id')
  if (isObject(kwargs) && id !== undefined && isList(id)) {
    const name = id.at(-1)
    return typeof name === 'string' && /Message(?:Chunk)?$/.test(name) ? partsOf(name.replace(/Message(?:Chunk)?$/, '').toLowerCase(), kwargs) : null
  }
  const role = member(item, 'role')
  if (typeof role === 'string') return partsOf(role, item)
  const type = member(item, 'type')
  return typeof type === 'string' && langChainTypes.has(type) ? partsOf(type, item) : null
}

function partsOf(role: string, item: ExactObject): ChatMessage | null {
  const content = member(item, 'content') ?? member(item, 'parts')
  const toolCalls = callsOf(member(item, 'tool_calls') ?? null)
  if (typeof content === 'string') return { role, content, toolCalls, others: [] }
  if (content === undefined || content === null) return toolCalls.length === 0 ? null : { role, content: '', toolCalls, others: [] }
  if (!isList(content)) return null
  const read = content.map(partOf)
  return {
    role,
    content: read.flatMap((part) => part.text ?? []).join('\n'),
    toolCalls: [...read.flatMap((part) => part.call ?? []), ...toolCalls],
    others: read.flatMap((part) => part.other ?? [])
  }
}

interface Part {
  readonly text?: string
  readonly call?: ToolCall
  readonly other?: string
}

function partOf(part: ExactValue): Part {
  if (typeof part === 'string') return { text: part }
  if (!isObject(part)) return { other: 'part' }
  const text = member(part, 'text')
  if (typeof text === 'string') return { text }
  const type = member(part, 'type')
  const call = type === 'tool_use' ? part : member(part, 'functionCall') ?? member(part, 'function_call')
  if (isObject(call)) return { call: { name: nameOf(call), argumentsText: printExact(member(call, 'input') ?? member(call, 'args') ?? null) } }
  const result = member(part, 'content') ?? member(part, 'functionResponse')
  if (type === 'tool_result' && typeof result === 'string') return { text: result }
  if (type === 'tool_result' && result !== undefined && isList(result)) return { text: result.flatMap((each) => partOf(each).text ?? []).join('\n') }
  return { other: typeof type === 'string' ? type : (part.members[0]?.key ?? 'part') }
}

function callsOf(calls: ExactValue): readonly ToolCall[] {
  if (!isList(calls)) return []
  return calls.flatMap((call) => {
    if (!isObject(call)) return []
    const called = member(call, 'function')
    const target = isObject(called) ? called : call
    const given = member(target, 'arguments') ?? member(target, 'args') ?? null
    return [{ name: nameOf(target), argumentsText: typeof given === 'string' ? given : printExact(given) }]
  })
}

function nameOf(call: ExactObject): string {
  const name = member(call, 'name')
  return typeof name === 'string' ? name : 'tool'
}

const openAiRoles: Readonly<Record<string, string>> = { human: 'user', ai: 'assistant', model: 'assistant', bot: 'assistant' }

/** The conversation as OpenAI's chat takes it, to be pasted into a request. */
export function openAiJson(messages: readonly ChatMessage[]): string {
  const written = messages.map(({ role, content, toolCalls }) => ({
    role: openAiRoles[role] ?? role,
    content,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(({ name, argumentsText }, index) => ({ id: `call_${index}`, type: 'function', function: { name, arguments: argumentsText } })) })
  }))
  return JSON.stringify(written, null, 2)
}
