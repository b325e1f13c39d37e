import { useMutation, useQuery } from '@tanstack/react-query'
import { BadgeDollarSign, CloudDownload } from 'lucide-react'
import type { LlmCallRow } from '@shared/contract/insights'
import type { RunDetail } from '@shared/contract/runs'
import { toErrorShape } from '@shared/errors'
import type { StepRow } from '@shared/model/step'
import { plural } from '../../format/number'
import { runInsightsQuery } from '../../queries/insights'
import { pricesQuery } from '../../queries/prices'
import { fetchBodies } from '../../queries/run'
import { formatRoute, runKeyText } from '../../route'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/errorState'
import { Checkbox } from '../../ui/field'
import { InsightView } from '../../ui/insights/insightView'
import { keptBoolean, useKept } from '../../ui/kept'
import { showSigns } from '../../ui/showSigns'
import { Skeleton } from '../../ui/skeleton'
import { toast } from '../../ui/toast'

interface Props {
  readonly detail: RunDetail
  readonly onSelect: (step: StepRow) => void
}

/** What a run used: tokens, calls, cost and time, with those of the runs it started. */
export function InsightsTab({ detail, onSelect }: Props) {
  const { run } = detail
  const [withSubRuns, setWithSubRuns] = useKept('run.insights.subRuns', true, keptBoolean)
  const { data, error, refetch } = useQuery(runInsightsQuery(run, withSubRuns))
  const prices = useQuery(pricesQuery()).data
  if (error !== null && data === undefined) return <ErrorState title="The insights cannot be read" error={error} onRetry={() => void refetch()} />
  if (data === undefined || prices === undefined) {
    return (
      <div aria-busy className="flex flex-col gap-3 p-3">
        {[220, 300, 260, 280].map((width) => <Skeleton key={width} width={width} />)}
      </div>
    )
  }
  const isMissing = data.logFiles.here < data.logFiles.known && detail.logFiles.here < detail.logFiles.known
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 border-b px-3 py-1 text-sm">
        {run.spawnCount > 0 ? <Checkbox label={withSubRuns ? `With the ${plural(data.runs.count - 1, 'sub-run')}, each once` : 'With sub-runs'} checked={withSubRuns} onChange={setWithSubRuns} /> : <span className="text-ink-dim">This run</span>}
        <span className="flex-1" />
        {isMissing ? <FetchButton detail={detail} /> : null}
        <a href={`${formatRoute({ screen: 'settings' })}`} className="inline-flex items-center gap-1 text-accent hover:underline">
          <BadgeDollarSign aria-hidden size={14} />Prices
        </a>
      </div>
      <InsightView insights={data} prices={prices.table} stepOf={(call) => <CallStep call={call} detail={detail} onSelect={onSelect} />} />
    </>
  )
}

function FetchButton({ detail }: { detail: RunDetail }) {
  const { mutate, isPending } = useMutation({ mutationFn: () => fetchBodies(detail.run), onError: (error) => toast(toErrorShape(error).message, 'failed') })
  return (
    <Button className="h-6" disabled={isPending} onClick={() => mutate()}>
      <CloudDownload aria-hidden size={13} />{isPending ? 'Fetching…' : 'Fetch the log files'}
    </Button>
  )
}

function CallStep({ call, detail, onSelect }: { call: LlmCallRow; detail: RunDetail; onSelect: (step: StepRow) => void }) {
  const words = <><span className="text-ink-faint">{call.step.sequenceId}</span> {showSigns(call.action)}</>
  if (runKeyText(call.run) !== runKeyText(detail.run)) {
    return <a href={formatRoute({ screen: 'run', run: call.run, step: call.step, tab: 'insights' })} title={`In the sub-run ${showSigns(call.run.appId)}`} className="text-accent hover:underline">{words} ↗</a>
  }
  const { build, sequenceId, attempt } = call.step
  const step = detail.steps.find((each) => each.sequenceId === sequenceId && each.build === build && each.attempt === attempt)
  if (step === undefined) return words
  return <button type="button" onClick={() => onSelect(step)} className="max-w-full truncate text-accent hover:underline">{words}</button>
}
