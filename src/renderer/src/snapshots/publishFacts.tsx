import type { ReactNode } from 'react'
import type { Settings } from '@shared/model/settings'
import type { PublishOutcome, SnapshotStatus } from '@shared/model/snapshot'
import { formatBytes } from '../format/number'
import { formatRoute } from '../route'
import { Age } from '../ui/age'

/** How publishing stands, in one row. */
export function PublishFacts({ status: { isPublishing, mayWrite, nextUs, lastPublish, lastRestore }, settings }: { status: SnapshotStatus; settings: Settings | undefined }) {
  return (
    <dl className="grid shrink-0 grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-x-4 gap-y-2 border-b px-4 py-3">
      <Fact name="Publishing by itself">
        {isPublishing ? (mayWrite === false ? 'Not allowed' : everyWords(settings?.snapshotIntervalMs)) : 'Off'}{' '}
        <a href={formatRoute({ screen: 'settings' })} className="text-sm font-normal text-accent underline underline-offset-2">Settings</a>
      </Fact>
      <Fact name="Next">{isPublishing ? <Age timeUs={nextUs} /> : <span className="text-ink-faint">—</span>}</Fact>
      <Fact name="Last published from here">{lastPublish === null ? <span className="text-ink-faint">Not since the start</span> : <Published outcome={lastPublish} />}</Fact>
      <Fact name="Last restored">
        {lastRestore?.snapshot == null ? <span className="text-ink-faint">Not since the start</span> : <><Age timeUs={lastRestore.atUs} suffix="ago" /> <span className="text-sm font-normal text-ink-dim">from {lastRestore.snapshot.computer}</span></>}
      </Fact>
    </dl>
  )
}

function everyWords(intervalMs: number | undefined): string {
  if (intervalMs === undefined) return 'On'
  const minutes = intervalMs / 60_000
  if (minutes < 2) return `Every ${Math.round(intervalMs / 1000)} s, if changed`
  return minutes < 120 ? `Every ${Math.round(minutes)} min, if changed` : `Every ${Math.round(minutes / 60)} h, if changed`
}

function Published({ outcome: { atUs, snapshot, isUnchanged, error } }: { outcome: PublishOutcome }) {
  const words = snapshot === null ? (isUnchanged ? 'nothing new' : error?.code === 'cancelled' ? 'stopped' : 'failed') : formatBytes(snapshot.sizeBytes)
  return (
    <>
      <Age timeUs={atUs} suffix="ago" /> <span className={snapshot === null && error !== null && error.code !== 'cancelled' ? 'text-sm font-normal text-failed' : 'text-sm font-normal text-ink-dim'}>{words}</span>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="tabular font-medium">{children}</dd>
    </div>
  )
}
