import { useCallback, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { PathPart } from '@shared/exactJson/path'
import type { StepKey, StepRow } from '@shared/model/step'
import { announce } from '../../ui/announcer'
import { PaneBoundary } from '../../ui/paneBoundary'
import { Splitter, useSplit } from '../../ui/splitter'
import { BaseContext } from '../diff/base'
import { useBase } from '../diff/useBase'
import { indexOfStep } from '../steps/selection'
import { FieldToolsContext } from '../values/fieldTools'
import type { FieldTools } from '../values/fieldTools'
import { pathText } from '../values/preview'
import { useWatched } from '../watch/watched'
import { WatchStrip } from '../watch/watchStrip'
import { HistoryDock } from './historyDock'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
  /** Height of the column, of which the history takes a part. */
  readonly heightPx: number
  readonly children: ReactNode
}

const minHistoryPx = 96
const minRestPx = 200

/** The inspector between the watched fields of the state and the history of one of them. */
export function StatePanes({ detail, selected, onSelect, heightPx, children }: Props) {
  const [path, setPath] = useState<readonly PathPart[] | null>(null)
  const base = useBase(detail, selected)
  const watched = useWatched(detail.run.project)
  const split = useSplit('run.history', 200)
  const { steps, run } = detail
  const select = useCallback(
    (key: StepKey) => {
      const step = steps[indexOfStep(steps, key)]
      if (step !== undefined) onSelect(step)
    },
    [steps, onSelect]
  )
  const tools = useMemo((): FieldTools => ({
    run,
    step: selected,
    openHistory: (next) => {
      setPath(next)
      announce(`History of ${pathText('state', next)} opened`)
    },
    isWatched: watched.has,
    toggleWatch: watched.toggle,
    onSelect: select
  }), [run, selected, watched, select])
  const maxPx = Math.max(minHistoryPx, heightPx - minRestPx)
  const historyPx = Math.min(Math.max(split.sizePx, minHistoryPx), maxPx)
  return (
    <FieldToolsContext value={tools}>
      <PaneBoundary name="The watched fields"><WatchStrip watched={watched} selected={selected} /></PaneBoundary>
      <BaseContext value={base}>{children}</BaseContext>
      {path === null ? null : (
        <>
          <Splitter label="Height of the history" split={{ ...split, sizePx: historyPx }} minPx={minHistoryPx} maxPx={maxPx} pane="bottom" />
          <PaneBoundary name="The history" resetKey={pathText('state', path)}>
            <HistoryDock key={pathText('state', path)} detail={detail} path={path} selected={selected} heightPx={historyPx} onSelect={select} onClose={() => setPath(null)} />
          </PaneBoundary>
        </>
      )}
    </FieldToolsContext>
  )
}
