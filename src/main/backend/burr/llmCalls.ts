import type { Usage } from '@shared/model/usage'
import type { AttributeBody, SpanTree } from './spans'

/** Calls of a language model that were logged on one span, or (`span` is `null`) on the step itself. */
export interface LoggedCalls extends Usage {
  /** Place among the spans of the step. */
  readonly span: number | null
  readonly model: string | null
}

/** The calls of one step, and how many spans repeat those of the spans in them. */
export interface StepCalls {
  readonly calls: readonly LoggedCalls[]
  readonly repeats: number
}

type Count = 'oldPrompt' | 'newPrompt' | 'oldCompletion' | 'newCompletion'
type Detail = 'cacheRead' | 'cacheWrite' | 'reasoning'

const counts: ReadonlyMap<string, Count> = new Map([
  ['gen_ai.usage.prompt_tokens', 'oldPrompt'],
  ['gen_ai.usage.completion_tokens', 'oldCompletion'],
  ['gen_ai.usage.input_tokens', 'newPrompt'],
  ['gen_ai.usage.output_tokens', 'newCompletion']
])

/** Names that instrumentations of several makers and years use; of two for the same thing the larger counts. */
const details: ReadonlyMap<string, Detail> = new Map([
  ['gen_ai.usage.cache_read.input_tokens', 'cacheRead'],
  ['gen_ai.usage.cache_read_input_tokens', 'cacheRead'],
  ['gen_ai.usage.details.cache_read_tokens', 'cacheRead'],
  ['gen_ai.usage.details.cache_read_input_tokens', 'cacheRead'],
  ['gen_ai.usage.details.cached_tokens', 'cacheRead'],
  ['gen_ai.usage.cache_creation.input_tokens', 'cacheWrite'],
  ['gen_ai.usage.cache_creation_input_tokens', 'cacheWrite'],
  ['gen_ai.usage.details.cache_write_tokens', 'cacheWrite'],
  ['gen_ai.usage.details.cache_creation_input_tokens', 'cacheWrite'],
  ['gen_ai.usage.reasoning.output_tokens', 'reasoning'],
  ['gen_ai.usage.reasoning_tokens', 'reasoning'],
  ['gen_ai.usage.details.reasoning_tokens', 'reasoning']
])

const asked = 'gen_ai.request.model'
const answered = 'gen_ai.response.model'

/** Whether an attribute says anything about a call of a language model. */
export function isOfCall(key: string): boolean {
  return counts.has(key) || details.has(key) || key === asked || key === answered
}

class Gathered {
  readonly models = { asked: new Set<string>(), answered: new Set<string>() }
  readonly details = new Map<string, number>()
  private readonly sums = { oldPrompt: 0, newPrompt: 0, oldCompletion: 0, newCompletion: 0 }
  private readonly seen = { oldPrompt: 0, newPrompt: 0, oldCompletion: 0, newCompletion: 0 }

  add(key: string, value: string): void {
    const count = counts.get(key)
    if (count !== undefined || details.has(key)) {
      // As the index reads them: a whole number of tokens, or nothing.
      if (!/^\d{1,12}$/.test(value)) return
      if (count === undefined) this.details.set(key, (this.details.get(key) ?? 0) + Number(value))
      else {
        this.sums[count] += Number(value)
        this.seen[count]++
      }
    } else if (value.startsWith('"')) (key === asked ? this.models.asked : this.models.answered).add(String(JSON.parse(value)))
  }

  get hasTokens(): boolean {
    return Object.values(this.seen).some((times) => times > 0)
  }

  usage(): Usage {
    const { oldPrompt, newPrompt, oldCompletion, newCompletion } = this.sums
    const calls = Math.max(1, ...Object.values(this.seen))
    const promptTokens = Math.max(oldPrompt, newPrompt)
    const completionTokens = Math.max(oldCompletion, newCompletion)
    const cacheReadTokens = this.detail('cacheRead')
    const cacheWriteTokens = this.detail('cacheWrite')
    const reasoningTokens = this.detail('reasoning')
    return {
      calls,
      callsWithoutTokens: this.hasTokens ? 0 : calls,
      promptTokens,
      completionTokens,
      cacheReadTokens,
      cacheWriteTokens,
      reasoningTokens,
      inputTokens: rest(promptTokens, cacheReadTokens + cacheWriteTokens),
      outputTokens: rest(completionTokens, reasoningTokens)
    }
  }

  // Some log the model that was asked for only; two in one place are none that could be priced.
  model(): string | null {
    const { asked: wanted, answered: own } = this.models
    const names = own.size > 0 ? own : wanted
    return names.size === 1 ? ([...names][0] ?? null) : null
  }

  private detail(name: Detail): number {
    return Math.max(0, ...[...this.details].filter(([key]) => details.get(key) === name).map(([, tokens]) => tokens))
  }
}

// Most instrumentations count a part in the whole; where it is larger than the whole, it was counted beside it.
const rest = (whole: number, part: number): number => (part > whole ? whole : whole - part)

/** The calls of language models that were logged in a step. */
export function callsOf(tree: Pick<SpanTree, 'spans' | 'attributes'>): StepCalls {
  const gathered = new Map<number | null, Gathered>()
  for (const { located, span } of tree.attributes) add(gathered, { located, span })
  const inside = new Map<number, Usage>()
  const calls: LoggedCalls[] = []
  let repeats = 0
  // From the inside out, so that what a span holds is known before itself.
  const places = [...gathered.keys()].toSorted((a, b) => depthOf(tree, b) - depthOf(tree, a))
  for (const span of places) {
    const one = gathered.get(span)
    if (one === undefined) continue
    const usage = one.usage()
    const held = span === null ? undefined : inside.get(span)
    if (held !== undefined && (!one.hasTokens || isSum(usage, held))) {
      if (one.hasTokens) repeats++
      continue
    }
    calls.push({ span, model: one.model(), ...usage })
    if (span !== null && one.hasTokens) tellParents(tree, span, usage, inside)
  }
  return { calls, repeats }
}

function add(gathered: Map<number | null, Gathered>, { located: { entry }, span }: AttributeBody): void {
  if (!isOfCall(entry.key)) return
  const one = gathered.get(span) ?? new Gathered()
  one.add(entry.key, entry.value)
  gathered.set(span, one)
}

const depthOf = (tree: Pick<SpanTree, 'spans'>, span: number | null): number => (span === null ? 0 : (tree.spans[span]?.depth ?? 0))

function isSum(own: Usage, held: Usage): boolean {
  return own.promptTokens === held.promptTokens && own.completionTokens === held.completionTokens
}

function tellParents(tree: Pick<SpanTree, 'spans'>, span: number, usage: Usage, inside: Map<number, Usage>): void {
  for (let parent = tree.spans[span]?.parent ?? null; parent !== null; parent = tree.spans[parent]?.parent ?? null) {
    const known = inside.get(parent)
    const promptTokens = (known?.promptTokens ?? 0) + usage.promptTokens
    const completionTokens = (known?.completionTokens ?? 0) + usage.completionTokens
    inside.set(parent, { ...usage, promptTokens, completionTokens })
  }
}
