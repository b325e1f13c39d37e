import { useSyncExternalStore } from 'react'

/** An attribute that was chosen in the step list. */
export interface MarkedAttribute {
  /** `formatStepKey` of its step. */
  readonly step: string
  readonly spanId: string | null
  readonly key: string
}

let marked: MarkedAttribute | null = null
const listeners = new Set<() => void>()

/** Chooses the attribute that the Data tab marks; `null` = none. */
export function markAttribute(attribute: MarkedAttribute | null): void {
  marked = attribute
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The marked attribute, when it is of this step. */
export function useMarkedAttribute(step: string): MarkedAttribute | null {
  return useSyncExternalStore(subscribe, () => (marked?.step === step ? marked : null))
}
