/** A reply whose JSON text is ready: large lists leave SQLite as text and are never built as objects. */
export class ReplyText<Value> {
  /** Only a type, never set. */
  declare readonly value?: Value

  constructor(readonly text: string) {}
}

/** What a handler gives: the value, or its text. */
export type Answer<Value> = Value | ReplyText<Value>

/** The JSON text of an answer. */
export function answerText(answer: unknown): string {
  return answer instanceof ReplyText ? answer.text : JSON.stringify(answer)
}
