import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunRow } from '@shared/model/run'
import { recall, remember } from '../navigation'
import { familyQuery } from '../queries/runs'
import type { RunListFilter } from '../queries/runs'
import type { RunWindow } from '../queries/runWindow'
import { runKeyText } from '../route'
import type { OpenFamily } from './foldedRows'

/** Which families of a folded list are open. */
export interface Families {
  readonly open: readonly OpenFamily[]
  readonly isOpen: (run: RunRow, leading: boolean) => boolean
  readonly toggle: (run: RunRow) => void
}

const none: readonly OpenFamily[] = []
/** Families on screen that are read at once; more cannot be seen. */
const most = 60

const hasFamily = (run: RunRow): boolean => run.forkCount + run.spawnCount > 0

/** The families that are open: those that were opened, and those in which only a run below matches, unless they were closed. */
export function useFamilies(filter: RunListFilter, list: RunWindow): Families {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(() => recall('runs.families') ?? new Set())
  const isOpen = (run: RunRow, leading: boolean): boolean => filter.tree && hasFamily(run) && toggled.has(runKeyText(run)) !== leading
  const wanted: { readonly index: number; readonly run: RunRow }[] = []
  if (filter.tree) {
    for (const segment of list.segments) {
      for (const [at, run] of segment.rows.entries()) {
        if (wanted.length < most && isOpen(run, segment.leading.has(at))) wanted.push({ index: segment.from + at, run })
      }
    }
  }
  const results = useQueries({ queries: wanted.map(({ run }) => familyQuery(filter, { project: run.project, partitionKey: run.partitionKey, appId: run.appId })) })
  const open = wanted.length === 0 ? none : wanted.map(({ index }, at) => ({ index, runs: results[at]?.data ?? [] }))
  return {
    open,
    isOpen,
    toggle(run) {
      const next = new Set(toggled)
      if (!next.delete(runKeyText(run))) next.add(runKeyText(run))
      setToggled(next)
      remember('runs.families', next)
    }
  }
}
