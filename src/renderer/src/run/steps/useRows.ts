import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Ancestor } from '@shared/contract/family'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { lineageQuery } from '../../queries/family'
import { runKeyText } from '../../route'
import type { ChildOrder } from './childGroup'
import { useStepEvents, type ScopedStep } from './events'
import type { OpenRows } from './openRows'
import { listRows } from './rows'
import type { ChildRow, ListRow, StepListRow } from './rowTypes'
import { rootScope } from './scope'
import { useSubRuns } from './subRuns'

interface Wanted {
  readonly steps: readonly ScopedStep[]
  readonly runs: readonly RunKey[]
}

const nothing: Wanted = { steps: [], runs: [] }

interface Asked {
  readonly detail: RunDetail
  /** The way to the run of the selected step, which is read wherever it stands. */
  readonly inside: readonly RunKey[]
  readonly open: OpenRows
  readonly newestFirst: boolean
  readonly childOrder: ChildOrder
  readonly shows: ((row: StepListRow | ChildRow) => boolean) | null
}

/** The lines of the list with what has been read for them; `onRange` says which are on screen, and what those need is read. */
export function useRows({ detail, inside, open, newestFirst, childOrder, shows }: Asked): { readonly rows: readonly ListRow[]; readonly onRange: (from: number, to: number) => void } {
  const { run, steps, children, parents } = detail
  const [onScreen, setOnScreen] = useState<Wanted>(nothing)
  const [known, setKnown] = useState<Wanted>(nothing)
  const ancestors = useAncestors(detail)
  const events = useStepEvents(known.steps, onScreen.steps)
  const wanted = useMemo(() => [...new Map([...onScreen.runs, ...inside].map((each) => [runKeyText(each), each])).values()], [onScreen.runs, inside])
  const subRuns = useSubRuns(known.runs, wanted)
  const scope = useMemo(() => rootScope(run), [run])
  const isOpen = open.isOpen
  const rows = useMemo(
    () => listRows({ scope, steps, children, parents, ancestors, isOpen, events, subRuns, newestFirst, childOrder, shows }),
    [scope, steps, children, parents, ancestors, isOpen, events, subRuns, newestFirst, childOrder, shows]
  )
  const onRange = useCallback(
    (from: number, to: number) => {
      const next = wantedBy(rows.slice(from, to))
      setOnScreen((before) => (isSame(before, next) ? before : next))
      setKnown((before) => grown(before, next))
    },
    [rows]
  )
  return { rows, onRange }
}

const noAncestors: readonly Ancestor[] = []

function useAncestors({ run, parents }: RunDetail): readonly Ancestor[] {
  const { data } = useQuery({ ...lineageQuery(run), enabled: parents.length > 0 })
  return data ?? noAncestors
}

/** What the rows on screen need: the events of the opened steps they are of, the details of the runs they stand in. */
function wantedBy(shown: readonly ListRow[]): Wanted {
  const steps: ScopedStep[] = []
  const runs = new Map<string, RunKey>()
  for (const row of shown) {
    const deepest = row.scope.inside.at(-1)
    if (deepest !== undefined && !row.scope.isInherited) runs.set(runKeyText(deepest), deepest)
    if (row.kind === 'child' && row.isOpen) runs.set(runKeyText(row.child.run), row.child.run)
    if (row.step !== null && row.kind !== 'child' && row.kind !== 'children' && !row.scope.isInherited) {
      const isOpen = row.kind !== 'step' || (row.isOpen && (row.step.spanCount > 0 || row.step.attributeCount > 0 || row.step.streamed))
      if (isOpen) steps.push({ scope: row.scope, step: row.step })
    }
  }
  return { steps: unique(steps), runs: [...runs.values()] }
}

function unique(steps: readonly ScopedStep[]): readonly ScopedStep[] {
  return [...new Map(steps.map((each) => [each.step, each])).values()]
}

function isSame(a: Wanted, b: Wanted): boolean {
  return (
    a.steps.length === b.steps.length && a.runs.length === b.runs.length &&
    a.steps.every((each, index) => each.step === b.steps[index]?.step) && a.runs.every((each, index) => each === b.runs[index])
  )
}

/** What was ever asked for; the same object when nothing is new. */
function grown(before: Wanted, more: Wanted): Wanted {
  const runs = new Map([...before.runs, ...more.runs].map((run) => [runKeyText(run), run]))
  const steps = unique([...before.steps, ...more.steps])
  return runs.size === before.runs.length && steps.length === before.steps.length ? before : { runs: [...runs.values()], steps }
}
