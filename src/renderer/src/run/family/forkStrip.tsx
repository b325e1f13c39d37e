import { useQuery } from '@tanstack/react-query'
import { GitFork, Waypoints } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Ancestor } from '@shared/contract/family'
import type { RunDetail } from '@shared/contract/runs'
import type { RunChild, RunKey, RunStatus } from '@shared/model/run'
import { formatCount } from '../../format/number'
import { lineageQuery } from '../../queries/family'
import { formatRoute, runKeyText, runRoute } from '../../route'
import { runLooks, toneInk } from '../../ui/status'
import { oneLine } from '../values/visibleText'
import { showLines } from '../../ui/showSigns'

/** More forks of one step are counted and not named. */
const mostNamed = 3

/** The line of runs this one comes from and the forks that leave it, as branches; nothing for a run without either. */
export function ForkStrip({ detail, onStep }: { detail: RunDetail; onStep: (sequenceId: number) => void }) {
  const { run, parents, children } = detail
  const { data: lineage } = useQuery({ ...lineageQuery(run), enabled: parents.length > 0 })
  const forks = children.filter((child) => child.kind === 'fork')
  if (parents.length === 0 && forks.length === 0) return null
  return (
    <nav aria-label="Family of the run" className="flex h-7 shrink-0 items-center gap-0.5 overflow-x-auto border-b bg-canvas px-3 text-xs whitespace-nowrap">
      {(lineage ?? []).toReversed().map((ancestor, index, all) => <Above key={index} ancestor={ancestor} below={all[index + 1]?.run ?? run} />)}
      <span aria-current="page" className="flex h-5 items-center gap-1 rounded bg-accent-soft px-1.5 font-medium text-ink"><Dot status={run.status} />this run</span>
      {groupByStep(forks).map(([sequenceId, group]) => (
        <Line key={String(sequenceId)} kind="fork" at={sequenceId} onStep={onStep}>
          {group.slice(0, mostNamed).map((child) => <RunLink key={`${runKeyText(child.run)} ${child.timeUs}`} run={child.run} status={child.status} words="Fork" />)}
          {group.length > mostNamed ? <span className="px-1 text-ink-faint">and {formatCount(group.length - mostNamed)} more</span> : null}
        </Line>
      ))}
    </nav>
  )
}

function Above({ ancestor: { kind, pointer, run, forks }, below }: { ancestor: Ancestor; below: RunKey }) {
  const siblings = forks.filter((child) => runKeyText(child.run) !== runKeyText(below))
  return (
    <>
      {run === null ? <span title="The index does not know this run" className="px-1 font-mono text-ink-faint">{oneLine(pointer.appId, 60)} (not indexed)</span> : (
        <RunLink run={run} status={run.status} words={kind === 'fork' ? 'Forked from' : 'Started by'} step={pointer.sequenceId} />
      )}
      {siblings.length === 0 ? null : (
        <span title={siblings.map((child) => `${child.run.appId} @ ${child.sequenceId ?? 'latest'}`).join('\n')} className="px-0.5 text-ink-faint">(+{formatCount(siblings.length)})</span>
      )}
      <Line kind={kind} at={pointer.sequenceId}>{null}</Line>
    </>
  )
}

/** A branch: what kind it is and at which step it leaves. */
function Line({ kind, at, onStep, children }: { kind: 'fork' | 'spawn'; at: number | null; onStep?: (sequenceId: number) => void; children: ReactNode }) {
  const Icon = kind === 'fork' ? GitFork : Waypoints
  const inside = <><Icon aria-hidden size={11} /><span className="tabular">{at === null ? 'latest' : `@ ${at}`}</span></>
  return (
    <>
      <span aria-hidden className="w-3 shrink-0 border-t border-line-strong" />
      {onStep === undefined || at === null ? <span className="flex items-center gap-0.5 px-0.5 text-ink-faint">{inside}</span> : (
        <button type="button" title={`Go to step ${at}`} onClick={() => onStep(at)} className="flex h-5 items-center gap-0.5 rounded px-0.5 text-ink-dim hover:bg-hover hover:text-ink">{inside}</button>
      )}
      <span aria-hidden className="w-3 shrink-0 border-t border-line-strong" />
      {children}
    </>
  )
}

function RunLink({ run, status, words, step = null }: { run: RunKey; status: RunStatus; words: string; step?: number | null }) {
  const title = showLines(`${words} ${run.appId}${step === null ? '' : ` at step ${step}`}${run.partitionKey === null ? '' : `\nPartition ${run.partitionKey}`}\n${runLooks[status].word}`)
  const to = step === null ? runRoute(run) : { ...runRoute(run), step: { build: 0, sequenceId: step, attempt: 0 } }
  return (
    <a href={formatRoute(to)} title={title} className="flex h-5 max-w-48 min-w-0 shrink-0 items-center gap-1 rounded border px-1.5 font-mono text-accent hover:bg-hover">
      <Dot status={status} /><span className="truncate">{oneLine(run.appId, 60)}</span>
    </a>
  )
}

function Dot({ status }: { status: RunStatus }) {
  const { icon: Icon, word, tone } = runLooks[status]
  return <Icon aria-label={word} size={12} className={`shrink-0 ${toneInk[tone]}`} />
}


function groupByStep(forks: readonly RunChild[]): readonly (readonly [number | null, readonly RunChild[]])[] {
  const groups = new Map<number | null, RunChild[]>()
  for (const fork of forks) groups.set(fork.sequenceId, [...(groups.get(fork.sequenceId) ?? []), fork])
  return [...groups].toSorted(([a], [b]) => (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER))
}
