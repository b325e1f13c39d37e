/** Tokens as they were logged; those from and into a cache, and those of reasoning, are parts of the first two. */
export interface Tokens {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly reasoningTokens: number
}

/** What calls of language models used, and how it is billed. */
export interface Usage extends Tokens {
  readonly calls: number
  /** Calls of which no tokens were logged. */
  readonly callsWithoutTokens: number
  /** Prompt tokens billed at the rate of input: all but those from and into a cache. */
  readonly inputTokens: number
  /** Completion tokens billed at the rate of output: all but those of reasoning. */
  readonly outputTokens: number
}

/** The usage of one action by one model on one day. */
export interface UsageGroup extends Usage {
  readonly action: string
  /** As logged; `null` = none was named, or several in one place. */
  readonly model: string | null
  /** UTC, as in `2026-01-31`. */
  readonly day: string
}

/** Usage of nothing. */
export const noUsage: Usage = {
  calls: 0,
  callsWithoutTokens: 0,
  promptTokens: 0,
  completionTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  inputTokens: 0,
  outputTokens: 0
}

/** Both together. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    callsWithoutTokens: a.callsWithoutTokens + b.callsWithoutTokens,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens
  }
}
