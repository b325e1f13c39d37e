import { z } from 'zod'
import type { AttributeRow, SpanRow, StepDetail, StepKey, StreamFacts } from '../model/step'
import { fields } from './fields'
import { runKey, stepKey } from './keys'
import { method } from './method'
import { values } from './values'

/** Spans, attributes and stream of one step, without its values. */
export interface StepEvents extends StepKey {
  readonly spans: readonly SpanRow[]
  readonly attributes: readonly AttributeRow[]
  readonly stream: StreamFacts | null
}

export const steps = {
  /** One step with its values, those longer than `longest` characters told by their length alone; `body-missing` when the bodies are not on this disk. */
  'steps.get': method<StepDetail>()('reader', z.strictObject({ run: runKey, step: stepKey, longest: z.int().min(0).optional() })),
  /** Spans, attributes and streams of the steps asked for (all when none is named), for the waterfall. */
  'steps.events': method<readonly StepEvents[]>()(
    'reader',
    z.strictObject({ run: runKey, steps: z.array(stepKey).max(500).optional() })
  ),
  /** One log line as it is in the bucket. */
  'steps.rawLine': method<{ text: string }>()(
    'reader',
    z.strictObject({ objectKey: z.string().max(1024), line: z.int().min(0) })
  ),
  ...fields,
  ...values
} as const
