import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { use } from 'react'
import { textAt } from '@shared/exactJson/path'
import type { PathPart } from '@shared/exactJson/path'
import type { RunKey } from '@shared/model/run'
import type { StepDetail, StepRow } from '@shared/model/step'
import { formatBytes } from '../../format/number'
import { stepQuery } from '../../queries/step'
import { valuePieceQuery } from '../../queries/values'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/classNames'
import { fieldWords } from '../history/writeRow'
import { FieldToolsContext } from '../values/fieldTools'
import type { FieldTools } from '../values/fieldTools'
import { oneLine } from '../values/visibleText'
import type { Watched } from './watched'

/** The watched fields as the selected step left them; nothing when no field is watched. */
export function WatchStrip({ watched, selected }: { watched: Watched; selected: StepRow | null }) {
  const tools = use(FieldToolsContext)
  if (tools === null || watched.paths.length === 0) return null
  return (
    <section aria-label="Watched fields" className="max-h-36 shrink-0 overflow-y-auto border-b bg-panel">
      <Fields watched={watched} tools={tools} selected={selected} />
    </section>
  )
}

function Fields({ watched, tools, selected }: { watched: Watched; tools: FieldTools; selected: StepRow | null }) {
  const { data, isPlaceholderData } = useQuery({ ...stepQuery(tools.run, selected ?? { build: 0, sequenceId: 0, attempt: 0 }), enabled: selected !== null })
  return (
    <ul aria-busy={isPlaceholderData}>
      {watched.paths.map((path) => (
        <li key={JSON.stringify(path)} className="group/watch flex h-6 items-center gap-1.5 pr-1 pl-3 text-sm hover:bg-hover">
          <button type="button" title="Show its history" onClick={() => tools.openHistory(path)} className="max-w-[45%] shrink-0 truncate rounded font-mono text-ink-dim hover:text-accent hover:underline">
            {pathLabel(path)}
          </button>
          {data?.large?.state === undefined ? <Now detail={data} path={path} /> : <NowOfLarge detail={data} run={tools.run} path={path} />}
          <IconButton label={`Stop watching ${pathLabel(path)}`} onClick={() => watched.toggle(path)} className="size-5 opacity-0 group-focus-within/watch:opacity-100 group-hover/watch:opacity-100"><X aria-hidden size={12} /></IconButton>
        </li>
      ))}
    </ul>
  )
}

/** A path as people say it: `chat_history[3].content`. */
export function pathLabel(path: readonly PathPart[]): string {
  return oneLine(path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join(''), 200)
}

function Now({ detail, path }: { detail: StepDetail | undefined; path: readonly PathPart[] }) {
  const found = detail === undefined ? undefined : watchedValue(detail, path)
  if (found === undefined) return <span className="min-w-0 flex-1 truncate text-ink-faint">—</span>
  const { now, before, isAfter } = found
  const changed = isAfter && before !== undefined && before !== now
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1.5 font-mono">
      <span title={changed ? 'Changed by this step' : undefined} className={classNames('truncate rounded px-1', changed ? 'bg-waiting-soft' : '', now === null ? 'text-ink-faint italic' : '')}>
        {now === null ? 'not there' : fieldWords({ text: now, length: now.length })}
      </span>
      {changed ? <span className="min-w-8 shrink truncate text-xs text-ink-faint">was {before === null ? 'not there' : fieldWords({ text: before, length: before.length }, 40)}</span> : null}
      {isAfter ? null : <span className="shrink-0 font-sans text-xs text-ink-faint">before the step</span>}
    </span>
  )
}

/** A field of a state that is too long to be here. */
function NowOfLarge({ detail: { step }, run, path }: { detail: StepDetail; run: RunKey; path: readonly PathPart[] }) {
  const { data, error } = useQuery(valuePieceQuery({ run, step, of: 'state' }, path, 200))
  if (error !== null) return <span className="min-w-0 flex-1 text-ink-faint italic">not there</span>
  if (data === undefined) return <span className="min-w-0 flex-1 text-ink-faint">…</span>
  const words = data.piece === null ? `${data.type}, ${formatBytes(data.length)}` : fieldWords({ text: data.piece, length: data.count })
  return <span className="min-w-0 flex-1 truncate font-mono">{words}</span>
}

/** A field at a step, and in the state before it; `null` = the field is not there, `undefined` = no state is recorded. */
export function watchedValue({ stateText, previousStateText, step }: StepDetail, path: readonly PathPart[]): { now: string | null; before: string | null | undefined; isAfter: boolean } | undefined {
  const text = stateText ?? previousStateText
  if (text === null) return undefined
  return {
    now: textAt(text, path),
    before: previousStateText === null ? undefined : textAt(previousStateText, path),
    isAfter: stateText !== null && step.stateIs === 'after'
  }
}
