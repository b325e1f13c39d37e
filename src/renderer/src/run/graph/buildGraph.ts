import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'

/** The hash of the graph a step was taken on: a run that is built again may have another one. `null` = none is recorded. */
export function graphHashOf({ builds, graphHash }: RunDetail, step: StepRow | null): string | null {
  return (step === null ? null : builds[step.build]?.graphHash) ?? graphHash
}

/** The steps of a run that were taken on a graph. */
export function stepsOn(detail: RunDetail, hash: string): readonly StepRow[] {
  const isOther = detail.builds.some((build) => build.graphHash !== null && build.graphHash !== hash)
  return isOther ? detail.steps.filter((step) => graphHashOf(detail, step) === hash) : detail.steps
}
