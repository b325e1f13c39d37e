import type { Annotation, DataPointer, Observation } from '@shared/model/annotation'
import { csvLine } from './csv'

/** The columns of Burr's own download, in its order, and then ours. */
export const csvColumns = [
  'id', 'project_id', 'app_id', 'span_id', 'step_sequence_id', 'step_name', 'tags', 'observation_number', 'note', 'ground_truth',
  'thumbs_up_thumbs_down', 'data_field_type', 'data_field_name', 'partition_key', 'created', 'updated',
  'build', 'attempt', 'field_path'
] as const

const instant = (timeUs: number): string => new Date(Math.floor(timeUs / 1000)).toISOString()
const pointerType = ({ kind }: DataPointer): string => (kind === 'state-field' ? 'state_field' : 'attribute')
const verdict = ({ thumbs }: Observation): boolean | null => (thumbs === null ? null : thumbs === 'up')

/** Annotations as CSV, one row an observation. */
export function annotationsCsv(annotations: readonly Annotation[]): string {
  const lines = annotations.flatMap((annotation) =>
    annotation.observations.map((observation, at) => {
      const { run, step } = annotation
      const said = verdict(observation)
      return csvLine([
        annotation.annotationId, run.project, run.appId, annotation.spanId, step.sequenceId, annotation.action, annotation.tags.join(' '),
        at, observation.note, observation.groundTruth, said === null ? null : String(said),
        observation.pointers.map(pointerType).join(' '), observation.pointers.map(({ name }) => name).join(' '),
        run.partitionKey, instant(annotation.createdUs), instant(annotation.updatedUs),
        step.build, step.attempt, annotation.fieldPath
      ])
    })
  )
  return csvLine(csvColumns) + lines.join('')
}

/** Annotations as JSON lines, each in the shape Burr's server gives them, with what Burr has no place for under `burr_desktop`. */
export function annotationsJsonl(annotations: readonly Annotation[]): string {
  return annotations.map((annotation) => `${JSON.stringify(burrShape(annotation))}\n`).join('')
}

function burrShape({ annotationId, run, step, action, spanId, fieldPath, tags, observations, createdUs, updatedUs }: Annotation): object {
  return {
    id: annotationId,
    project_id: run.project,
    app_id: run.appId,
    partition_key: run.partitionKey,
    span_id: spanId,
    step_sequence_id: step.sequenceId,
    step_name: action,
    tags,
    observations: observations.map((observation) => ({
      data_fields: {
        ...(observation.note === null ? {} : { note: observation.note }),
        ...(observation.groundTruth === null ? {} : { ground_truth: observation.groundTruth })
      },
      thumbs_up_thumbs_down: verdict(observation),
      data_pointers: observation.pointers.map((pointer) => ({ type: pointerType(pointer), field_name: pointer.name, span_id: pointer.spanId }))
    })),
    created: instant(createdUs),
    updated: instant(updatedUs),
    burr_desktop: { build: step.build, attempt: step.attempt, field_path: fieldPath }
  }
}
