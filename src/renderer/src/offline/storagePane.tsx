import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Pin, StorageUse } from '@shared/model/offline'
import { newestFirst } from '@shared/model/runSort'
import { toErrorShape } from '@shared/errors'
import { formatBytes, plural } from '../format/number'
import { navigate } from '../navigation'
import { freeSpace, pinsQuery, stopKeeping, storageQuery } from '../queries/offline'
import { projectRoute, runRoute } from '../route'
import { Button } from '../ui/button'
import { BringProgress } from './bringProgress'
import { hereWords, projectOf, targetWords } from './pinWords'

/** How much of this disk the log files take, what of them is kept offline, and the way to make room. */
export function StoragePane() {
  const storage = useQuery(storageQuery())
  const pins = useQuery(pinsQuery())
  const trouble = storage.error ?? pins.error
  return (
    <div className="h-full overflow-y-auto px-4 py-3">
      {trouble === null ? null : <p role="alert" className="mb-3 text-failed">{toErrorShape(trouble).message} {toErrorShape(trouble).action}</p>}
      {storage.data === undefined ? null : <Use use={storage.data} />}
      <section aria-labelledby="kept-offline" className="mt-5 max-w-180">
        <h2 id="kept-offline" className="font-semibold">Kept offline</h2>
        {pins.data === undefined ? null : pins.data.length === 0 ? (
          <p className="mt-1 text-sm text-ink-dim">Nothing is. Open a run or a list of runs and choose “Keep offline” there.</p>
        ) : (
          <>
            <div className="mt-2"><BringProgress /></div>
            <ul aria-label="Kept offline" className="mt-2 divide-y divide-line border-y">
              {pins.data.map((pin) => <PinRow key={pin.pinId} pin={pin} />)}
            </ul>
          </>
        )}
      </section>
    </div>
  )
}

function Use({ use: { bodyBytes, bodies, pinnedBytes, pinnedBodies, goneBodies, budgetBytes } }: { use: StorageUse }) {
  const [isBusy, setBusy] = useState(false)
  const share = (bytes: number): string => `${Math.min(100, (bytes / Math.max(budgetBytes, bodyBytes, 1)) * 100)}%`
  const cached = bodies === pinnedBodies ? 0 : Math.max(0, bodyBytes - pinnedBytes)
  async function free(): Promise<void> {
    setBusy(true)
    await freeSpace()
    setBusy(false)
  }
  return (
    <section aria-labelledby="log-files-here" className="max-w-180">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="log-files-here" className="min-w-0 flex-1 font-semibold">Log files on this computer</h2>
        <Button disabled={isBusy || bodies === pinnedBodies} onClick={() => void free()} title="Gives up the log files that are not kept offline; the index stays, and the bucket still has them">
          {isBusy ? 'Freeing…' : 'Free space'}
        </Button>
      </div>
      <div role="img" aria-label={`${formatBytes(bodyBytes)} of ${formatBytes(budgetBytes)}`} className="mt-2 flex h-2.5 overflow-hidden rounded-full bg-pressed">
        <div className={`bg-accent-fill ${pinnedBytes > 0 ? 'min-w-1' : ''}`} style={{ width: share(pinnedBytes) }} />
        <div className="bg-running opacity-60" style={{ width: share(cached) }} />
      </div>
      <dl className="tabular mt-2 grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-x-4 gap-y-2">
        <Fact name="Kept offline">{formatBytes(pinnedBytes)} <span className="text-ink-faint">{plural(pinnedBodies, 'file')}</span></Fact>
        <Fact name="Others, given up when room is short">{formatBytes(cached)} <span className="text-ink-faint">{plural(bodies - pinnedBodies, 'file')}</span></Fact>
        <Fact name="Budget">{formatBytes(budgetBytes)}</Fact>
      </dl>
      {pinnedBytes > budgetBytes ? <p className="mt-2 text-sm text-waiting">What is kept offline takes more than the budget by itself: everything else is given up as soon as it was read.</p> : null}
      {goneBodies === 0 ? null : <p className="mt-2 text-sm text-ink-dim">{plural(goneBodies, 'file')} that the bucket no longer has {goneBodies === 1 ? 'is' : 'are'} kept too: nothing could bring {goneBodies === 1 ? 'it' : 'them'} back.</p>}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  )
}

function PinRow({ pin: { pinId, target, size } }: { pin: Pin }) {
  const words = targetWords(target)
  const open = (): void => {
    if (target.kind === 'run') navigate(runRoute(target.run))
    else if (target.kind === 'project') navigate(projectRoute(target.project))
    else navigate({ screen: 'project', project: target.project, partitionKey: target.partitionKey, includeNeverStepped: false, filter: target.filter, sort: newestFirst, tree: false })
  }
  return (
    <li className="flex items-center gap-3 py-1.5">
      <div className="min-w-0 flex-1">
        <button type="button" onClick={open} title={`Open ${words}`} className="block max-w-full truncate text-left hover:underline">
          <span className="text-ink-dim">{projectOf(target)}</span> <span aria-hidden className="text-ink-faint">/</span> <span className="font-mono">{words}</span>
        </button>
        <p className="tabular text-sm text-ink-dim">{target.kind === 'run' ? '' : `${plural(size.runs, 'run')}, `}{hereWords(size)}</p>
      </div>
      <Button aria-label={`Stop keeping ${words}`} onClick={() => void stopKeeping(pinId)}>Stop keeping</Button>
    </li>
  )
}
