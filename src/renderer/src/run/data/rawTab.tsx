import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { prettyJson } from '@shared/exactJson/write'
import type { LogPlace, StepDetail } from '@shared/model/step'
import { rawLineQuery } from '../../queries/step'
import { CopyButton } from '../../ui/copyButton'
import { Skeleton } from '../../ui/skeleton'
import { TextBlock } from '../values/visible'
import { oneLine } from '../values/visibleText'
import { Remark, Section } from './section'
import { Segments } from './segments'

/** The lines of the log that made this step, as they are in the bucket, and where they are. */
export function RawTab({ detail: { beginPlace, endPlace, unknownLines, step } }: { detail: StepDetail }) {
  return (
    <div>
      <Line title="Begin" place={beginPlace} empty="The begin of this step is not in the log." />
      <Line title="End" place={endPlace} empty={step.status === 'open' ? 'No end of this step is in the log.' : 'The end of this step is not in the log.'} />
      {unknownLines.map((line, index) => (
        <Section key={index} title={`Unknown entry: ${oneLine(line.type, 60)}`}>
          <Place place={line.place} />
          <LineText text={line.text} />
        </Section>
      ))}
    </div>
  )
}

function Line({ title, place, empty }: { title: string; place: LogPlace | null; empty: string }) {
  return (
    <Section title={title}>
      {place === null ? <Remark>{empty}</Remark> : (
        <>
          <Place place={place} />
          <FetchedLine place={place} />
        </>
      )}
    </Section>
  )
}

function Place({ place: { objectKey, line } }: { place: LogPlace }) {
  return (
    <div className="flex items-start gap-1 px-3 py-0.5 text-sm text-ink-dim">
      <span className="min-w-0 flex-1 font-mono break-all" data-selectable>{oneLine(objectKey, 1100)}</span>
      <span className="tabular shrink-0">line {line + 1}</span>
      <CopyButton text={objectKey} label="Copy the object's key" />
    </div>
  )
}

function FetchedLine({ place }: { place: LogPlace }) {
  const { data, error } = useQuery(rawLineQuery(place.objectKey, place.line))
  if (error !== null) return <Remark>The line cannot be shown. {error.message}</Remark>
  return data === undefined ? <Remark><Skeleton width={240} /></Remark> : <LineText text={data.text} />
}

function LineText({ text }: { text: string }) {
  const [view, setView] = useState<'pretty' | 'exact'>('pretty')
  return (
    <div className="mx-3 my-1 rounded border bg-panel">
      <div className="flex h-7 items-center justify-end gap-1 border-b px-1">
        <Segments label="How to show the line" value={view} onChange={setView} options={[['pretty', 'Indented'], ['exact', 'As logged']]} />
        <CopyButton text={text} label="Copy the line" />
      </div>
      <TextBlock text={view === 'pretty' ? prettyJson(text) : text} className="px-2 py-1 font-mono text-sm leading-5 break-all" />
    </div>
  )
}
