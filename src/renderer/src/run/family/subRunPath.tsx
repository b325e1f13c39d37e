import { ChevronRight, ExternalLink } from 'lucide-react'
import { Fragment } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { formatRoute, runRoute } from '../../route'
import { oneLine } from '../values/visibleText'
import { showSigns } from '../../ui/showSigns'

interface Props {
  readonly root: RunDetail
  readonly inside: readonly RunKey[]
  readonly selected: StepRow | null
  /** Goes back to the step of the run that is open. */
  readonly onUp: () => void
}

/** The way to the run whose step is shown, while that is not the one that is open; nothing else. */
export function SubRunPath({ root, inside, selected, onUp }: Props) {
  const last = inside.at(-1)
  if (last === undefined) return null
  const to = selected === null ? runRoute(last) : { ...runRoute(last), step: { build: selected.build, sequenceId: selected.sequenceId, attempt: selected.attempt } }
  return (
    <nav aria-label="Run that is shown" className="flex h-7 shrink-0 items-center gap-1 border-b bg-accent-soft px-2 text-xs">
      <button type="button" onClick={onUp} title={`Back to ${showSigns(root.run.appId)} (Esc)`} className="max-w-40 min-w-0 truncate rounded px-1 font-mono text-accent hover:underline">{oneLine(root.run.appId, 120)}</button>
      {inside.map((run, index) => (
        <Fragment key={run.appId}>
          <ChevronRight aria-hidden size={12} className="shrink-0 text-ink-faint" />
          <span title={showSigns(run.appId)} aria-current={index === inside.length - 1 ? 'true' : undefined} className="min-w-0 truncate font-mono">{oneLine(run.appId, 120)}</span>
        </Fragment>
      ))}
      <span className="flex-1" />
      <a href={formatRoute(to)} className="flex shrink-0 items-center gap-1 rounded px-1 text-accent hover:underline"><ExternalLink aria-hidden size={12} /> Open on its own</a>
    </nav>
  )
}
