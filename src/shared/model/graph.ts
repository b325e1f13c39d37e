/** One action of a graph; inputs are put right (Burr's writers swap the two lists). */
export interface GraphAction {
  readonly name: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  /** Python source, or the words Burr wrote when there is none. */
  readonly code: string
  readonly requiredInputs: readonly string[]
  readonly optionalInputs: readonly string[]
}

/** One transition; two between the same actions are two edges. `default` is unconditional. */
export interface GraphTransition {
  readonly from: string
  readonly to: string
  readonly condition: string
}

/** The state machine of a run as logged: transitions stand in order of evaluation. */
export interface Graph {
  readonly hash: string
  readonly entrypoint: string
  readonly actions: readonly GraphAction[]
  readonly transitions: readonly GraphTransition[]
}
