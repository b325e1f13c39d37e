import { lstatSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { annotationLine } from './fileFormat'
import type { FileAnnotation } from './fileFormat'

const text = z.string().nullish()
const pointer = z.object({ type: z.string(), field_name: z.string(), span_id: text })
const observation = z.object({
  data_fields: z.record(z.string(), z.unknown()).nullish(),
  thumbs_up_thumbs_down: z.boolean().nullish(),
  data_pointers: z.array(pointer).nullish()
})
/** An annotation as Burr's local server writes it, one a line. */
const line = z.object({
  app_id: z.string().min(1),
  span_id: text,
  step_sequence_id: z.int(),
  step_name: z.string(),
  tags: z.array(z.string()).nullish(),
  observations: z.array(observation).nullish(),
  created: text,
  updated: text
})

const limitBytes = 64 * 1024 ** 2

/** The annotations in a file of Burr's local server on the given runs, by their partitions; what is not understood is passed over. */
export function readLocalAnnotations(path: string, project: string, partitions: ReadonlyMap<string, string | null>): FileAnnotation[] {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat?.isFile() !== true || stat.size > limitBytes) return []
  return readFileSync(path, 'utf8').split('\n').flatMap((each) => {
    const said = parse(each)
    const partitionKey = said === null ? undefined : partitions.get(said.app_id)
    if (said === null || partitionKey === undefined) return []
    const found = annotationLine.safeParse({ annotation: toAnnotation(said, { project, partitionKey, appId: said.app_id }) })
    return found.success ? [found.data.annotation] : []
  })
}

function parse(text: string): z.output<typeof line> | null {
  try {
    return line.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function toAnnotation(said: z.output<typeof line>, run: FileAnnotation['run']): FileAnnotation {
  const createdUs = usOf(said.created) ?? 0
  return {
    run,
    step: { build: null, sequenceId: said.step_sequence_id, attempt: null },
    action: said.step_name,
    spanId: said.span_id ?? null,
    fieldPath: null,
    tags: said.tags ?? [],
    observations: (said.observations ?? []).map(({ data_fields: fields, thumbs_up_thumbs_down: thumbs, data_pointers: pointers }) => ({
      thumbs: thumbs == null ? null : thumbs ? 'up' : 'down',
      note: words(fields?.['note']),
      groundTruth: words(fields?.['ground_truth']),
      pointers: (pointers ?? []).map(({ type, field_name: name, span_id: spanId }) => ({ kind: type === 'attribute' ? 'attribute' : 'state-field', name, spanId: spanId ?? null }))
    })),
    createdUs,
    updatedUs: usOf(said.updated) ?? createdUs
  }
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

// The server writes this computer's time without a zone.
function usOf(time: string | null | undefined): number | null {
  const ms = Date.parse(time ?? '')
  return Number.isNaN(ms) ? null : ms * 1000
}
