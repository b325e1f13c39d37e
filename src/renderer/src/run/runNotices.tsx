import { Clock, FileWarning } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import { formatDuration } from '../format/duration'
import { offsetWords } from '../format/instant'
import { formatCount, plural } from '../format/number'
import { BodiesNotice } from '../offline/bodiesNotice'
import { LargeFiles } from '../offline/largeFiles'
import { oneLine } from './values/visibleText'

/** What a person should know about how true and how complete this run is; nothing when all is well. */
export function RunNotices({ detail }: { detail: RunDetail }) {
  const { badLines } = detail
  return (
    <>
      <BodiesNotice detail={detail} />
      {detail.clockAheadUs === undefined ? null : (
        <Notice icon={<Clock aria-hidden size={14} />}>
          <p className="min-w-0 flex-1">
            The clock of the writer was ahead: keys of this run lie {formatDuration(detail.clockAheadUs)} after the time at which S3 stored them. Its times, and its place in the list, are later than the truth.
          </p>
        </Notice>
      )}
      {detail.largeFiles === undefined ? null : (
        <Notice icon={<FileWarning aria-hidden size={14} />}>
          <LargeFiles run={detail.run} files={detail.largeFiles} />
        </Notice>
      )}
      {badLines.length > 0 ? (
        <Notice icon={<FileWarning aria-hidden size={14} />}>
          <details className="min-w-0 flex-1">
            <summary>{plural(badLines.length, 'line')} of the log could not be read; the rest is shown</summary>
            <ul className="mt-1 max-h-40 overflow-auto font-mono text-xs" data-selectable>
              {badLines.slice(0, 200).map((line) => (
                <li key={`${line.objectKey} ${line.line}`} className="break-all py-0.5">
                  {line.objectKey}, line {formatCount(line.line + 1)}: {line.reason}
                  <span className="block text-ink-faint">{oneLine(line.textStart, 200)}</span>
                </li>
              ))}
            </ul>
          </details>
        </Notice>
      ) : null}
    </>
  )
}

/** How the run's local times became UTC: a mark, with the words on hover. */
export function ClockNote({ clock }: Pick<RunDetail, 'clock'>) {
  const isSure = clock !== null && clock.sure
  const words = clock === null
    ? 'Zone unknown: the log holds local times without a zone, and it could not be inferred. Times may be off by whole hours.'
    : `Times repaired: ${offsetWords(clock.offsetMinutes)}, inferred${clock.sure ? '' : ', not sure'}. The log holds local times without a zone.`
  return (
    <span title={words} className={`inline-flex items-center gap-1 text-xs ${isSure ? 'text-ink-faint' : 'text-waiting'}`}>
      <Clock aria-hidden size={12} />
      <span className={isSure ? 'sr-only' : undefined}>{clock === null ? 'zone unknown' : `${offsetWords(clock.offsetMinutes)}, inferred`}</span>
    </span>
  )
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div role="note" className="flex shrink-0 items-start gap-2 border-b bg-waiting-soft px-3 py-1 text-sm">
      <span className="mt-0.5 shrink-0 text-waiting">{icon}</span>
      {children}
    </div>
  )
}
