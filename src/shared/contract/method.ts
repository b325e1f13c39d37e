import type { z } from 'zod'

/** Which part of the main process answers: the window's own process, the reading thread or the indexing thread. */
export type Answerer = 'main' | 'reader' | 'indexer'

/** One callable: where it is answered, what it takes (checked once, at the door) and what it gives. */
export interface Method<Input extends z.ZodType, Output, At extends Answerer = Answerer> {
  readonly at: At
  readonly input: Input
  /** Only a type, never set: replies are our own and are not parsed again. */
  readonly output?: { readonly value: Output }
}

/** Declares a {@link Method}; the output type is given, the input type follows from the schema. */
export function method<Output>() {
  return <Input extends z.ZodType, At extends Answerer>(at: At, input: Input): Method<Input, Output, At> => ({ at, input })
}
