import { useQuery } from '@tanstack/react-query'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { runQuery } from '../../queries/run'

/** The run whose step is selected: the one that is open, or one inside it. */
export interface Shown {
  /** `undefined` = not read yet, or it cannot be. */
  readonly detail: RunDetail | undefined
  readonly inside: readonly RunKey[]
  readonly error: unknown
  readonly retry: () => void
}

/** Reads the run that a way leads to. */
export function useShown(root: RunDetail, inside: readonly RunKey[]): Shown {
  const deepest = inside.at(-1)
  const { data, error, refetch } = useQuery({ ...runQuery(deepest ?? root.run), enabled: deepest !== undefined })
  return { detail: deepest === undefined ? root : data, inside, error: deepest === undefined ? null : error, retry: () => void refetch() }
}
