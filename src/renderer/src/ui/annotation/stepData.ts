import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { scanObject } from '@shared/exactJson/members'
import type { AnnotationTarget } from '@shared/model/annotation'
import type { SpanRow, StepDetail } from '@shared/model/step'
import { stepQuery } from '../../queries/step'
import type { DataChoice } from './observationFields'

/** The data of the step a target is on: its state fields and attributes, and its spans. Empty until they are read. */
export interface StepData {
  readonly choices: readonly DataChoice[]
  readonly spans: readonly SpanRow[]
}

const nothing: StepData = { choices: [], spans: [] }
const previewLength = 60

/** Reads the data of the step a target is on. */
export function useStepData({ run, step }: AnnotationTarget): StepData {
  const { data, isPlaceholderData } = useQuery(stepQuery(run, { build: step.build ?? 0, sequenceId: step.sequenceId, attempt: step.attempt ?? 0 }))
  return useMemo(() => (data === undefined || isPlaceholderData ? nothing : { choices: choicesOf(data), spans: data.spans }), [data, isPlaceholderData])
}

/** What an observation can be about: every field of the state that is not Burr's own, and every attribute once. */
export function choicesOf({ stateText, attributes }: Pick<StepDetail, 'stateText' | 'attributes'>): readonly DataChoice[] {
  const fromState = stateFields(stateText).map(({ name, text }): DataChoice => ({ kind: 'state-field', name, spanId: null, preview: cut(text) }))
  const byName = new Map(attributes.map(({ key, spanId, valueText }): [string, DataChoice] => [
    `${key} ${spanId ?? ''}`,
    { kind: 'attribute', name: key, spanId, preview: cut(valueText) }
  ]))
  return [...fromState, ...byName.values()]
}

function stateFields(text: string | null): { readonly name: string; readonly text: string }[] {
  if (text === null) return []
  const scan = scanObject(text)
  if (!scan.ok) return []
  const fields = scan.members.flatMap(({ key, start, end }) => (key === '' || key.startsWith('__') ? [] : [{ name: key, text: text.slice(start, Math.min(end, start + previewLength + 1)) }]))
  // A name that comes twice counts as JSON counts it: the last one.
  return [...new Map(fields.map((field) => [field.name, field])).values()]
}

const cut = (text: string): string => (text.length > previewLength ? `${text.slice(0, previewLength)}…` : text)
