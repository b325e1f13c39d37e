import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { toErrorShape } from '@shared/errors'
import type { BringIn, BringInState } from '@shared/model/bringIn'
import { formatUsd, requestCostUsd } from '../frame/requestCost'
import { formatBytes, formatCount } from '../format/number'
import { bringInQuery, chooseBringIn, estimateQuery } from '../queries/bringIn'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/errorState'
import { Select, TextInput } from '../ui/field'
import { toast } from '../ui/toast'
import { ProjectChoice } from './projectChoice'
import { aboutWord, dayAgo, rangeOf, ranges, reckon } from './reckoning'
import type { RangeId, Reckoning } from './reckoning'

/** What of the bucket is brought in: how far back, which projects, and what that takes, before anything is fetched. */
export function BringInDialog({ onClose }: { onClose: () => void }) {
  const state = useQuery(bringInQuery())
  return (
    <Dialog title="What to bring in" onClose={onClose} className="w-190">
      {state.isError ? <ErrorState title="The choice cannot be read" error={state.error} onRetry={() => void state.refetch()} /> : null}
      {state.data === undefined ? null : <Choice state={state.data} onClose={onClose} />}
    </Dialog>
  )
}

function Choice({ state: { choice, isAsked }, onClose }: { state: BringInState; onClose: () => void }) {
  const [projects, setProjects] = useState(choice.projects)
  const [sinceDay, setSinceDay] = useState(choice.sinceDay)
  const estimate = useQuery(estimateQuery(sinceDay))
  const save = useMutation({
    mutationFn: (next: BringIn) => chooseBringIn(next),
    onSuccess: () => {
      toast('Keeping to this choice from now on')
      onClose()
    }
  })
  const isEmpty = projects?.length === 0
  return (
    <>
      <div className="shrink-0 border-b px-4 py-3">
        <p className="mb-2 text-ink-dim">
          {isAsked
            ? 'This bucket is large. The newest runs of each project are here; choose how much of the rest is read. It can be changed at any time.'
            : 'Only what is chosen here is listed and fetched. Choosing less later deletes nothing that is indexed.'}
        </p>
        <HowFarBack sinceDay={sinceDay} onChange={setSinceDay} />
      </div>
      {estimate.isError ? <ErrorState title="The bucket could not be sized" error={estimate.error} onRetry={() => void estimate.refetch()} /> : null}
      {estimate.isPending ? <p className="px-4 py-6 text-ink-dim" role="status">Reading parts of the listing to find out how much there is…</p> : null}
      {estimate.data === undefined ? null : <ProjectChoice projects={estimate.data.projects} chosen={projects} onChoose={setProjects} />}
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-3">
        <div className="min-w-0 flex-1 text-sm" role="status">
          {estimate.data === undefined ? null : <Totals reckoning={reckon(estimate.data, projects)} isStale={estimate.isPlaceholderData} />}
          {save.isError ? <p className="text-failed">{toErrorShape(save.error).message} {toErrorShape(save.error).action}</p> : null}
        </div>
        <Button onClick={onClose}>{isAsked ? 'Not now' : 'Cancel'}</Button>
        <Button look="primary" disabled={isEmpty || save.isPending} title={isEmpty ? 'Choose at least one project' : undefined} onClick={() => save.mutate({ projects, sinceDay })}>
          Bring in
        </Button>
      </div>
    </>
  )
}

function HowFarBack({ sinceDay, onChange }: { sinceDay: string | null; onChange: (sinceDay: string | null) => void }) {
  const id = useId()
  // The dialog is open before it has this to focus.
  useEffect(() => document.getElementById(id)?.focus(), [id])
  const [today] = useState(() => dayAgo(0, Date.now()))
  const [range, setRange] = useState<RangeId>(() => rangeOf(sinceDay, Date.now()))
  const choose = (next: RangeId): void => {
    setRange(next)
    const days = ranges.find((each) => each.id === next)?.days ?? null
    if (next === 'date') onChange(sinceDay ?? dayAgo(30, Date.now()))
    else onChange(days === null ? null : dayAgo(days, Date.now()))
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id}>How far back</label>
      <Select id={id} className="w-48" value={range} onChange={(event) => choose(ranges.find((each) => each.id === event.target.value)?.id ?? 'everything')}>
        {ranges.map((each) => <option key={each.id} value={each.id}>{each.words}</option>)}
      </Select>
      {range === 'date' ? (
        <span className="w-40">
          <TextInput type="date" aria-label="First day, UTC" value={sinceDay ?? ''} max={today} onChange={(event) => { if (event.target.value !== '') onChange(event.target.value) }} />
        </span>
      ) : null}
      {sinceDay === null ? null : <span className="tabular text-sm text-ink-faint">from {sinceDay}, 0:00 UTC</span>}
    </div>
  )
}

function Totals({ reckoning, isStale }: { reckoning: Reckoning; isStale: boolean }) {
  const status = useQuery(statusQuery()).data
  const { objects, bytes, indexed, lists, gets } = reckoning
  const about = aboutWord(reckoning)
  const cost = requestCostUsd({ list: lists, get: gets, head: 0, put: 0, bytes: 0 })
  return (
    <div className={`tabular ${isStale ? 'text-ink-faint' : ''}`}>
      <p className="font-medium">
        {about}{formatCount(objects)} objects, {formatBytes(bytes)}
        {indexed === 0 ? null : <span className="font-normal text-ink-dim">; {formatCount(indexed)} of them are here already</span>}
      </p>
      <p className="text-ink-dim" title="An estimate at the list price of S3 Standard, without transfer">
        {about}{formatCount(lists + gets)} requests ({formatCount(lists)} LIST, {formatCount(gets)} GET)
        {status?.endpointUrl === null ? <span> · about {formatUsd(cost)}</span> : null}
      </p>
    </div>
  )
}
