import type { ReactNode } from 'react'
import type { Status } from '@shared/model/status'
import { formatBytes, formatCount } from '../format/number'
import { Age } from '../ui/age'

/** The numbers of the connection in one row. */
export function StatusFacts({ status: { lastPollUs, nextPollUs, completeAsOfUs, objects, requestsToday, requestsInAll } }: { status: Status }) {
  const sum = ({ list, get, head, put }: Status['requestsToday']): string => formatCount(list + get + head + put)
  return (
    <dl className="grid shrink-0 grid-cols-[repeat(auto-fit,minmax(96px,1fr))] gap-x-4 gap-y-2 border-b px-4 py-3">
      <Fact name="Last poll"><Age timeUs={lastPollUs} suffix="ago" /></Fact>
      <Fact name="Next poll"><Age timeUs={nextPollUs} /></Fact>
      <Fact name="Complete as of" title="The last time a full listing agreed with the index"><Age timeUs={completeAsOfUs} suffix="ago" /></Fact>
      <Fact name="Objects listed">{formatCount(objects.listed)}</Fact>
      <Fact name="Indexed">{formatCount(objects.indexed)}</Fact>
      <Fact name="Waiting">{formatCount(objects.waiting)}</Fact>
      <Fact name="Requests today">{sum(requestsToday)}</Fact>
      <Fact name="Read today">{formatBytes(requestsToday.bytes)}</Fact>
      <Fact name="Requests in all">{sum(requestsInAll)}</Fact>
    </dl>
  )
}

function Fact({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div title={title}>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="tabular font-medium">{children}</dd>
    </div>
  )
}
