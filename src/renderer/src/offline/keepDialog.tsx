import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PinSize, PinTarget } from '@shared/model/offline'
import { toErrorShape } from '@shared/errors'
import { formatBytes, formatCount, plural } from '../format/number'
import { keepOffline, pinSizeQuery, pinsQuery, stopKeeping } from '../queries/offline'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Skeleton } from '../ui/skeleton'
import { useAway } from './away'
import { BringProgress } from './bringProgress'
import { pinOn, projectOf, targetWords } from './pinWords'

const about: Readonly<Record<PinTarget['kind'], string>> = {
  run: 'Its log files stay on this computer whatever the disk budget, with those that are still to come.',
  filter: 'Log files of the runs that match stay on this computer whatever the disk budget: those of now and those that come. A run that no longer matches is given up like any other.',
  project: 'Log files of all runs of the project stay on this computer whatever the disk budget, with those that are still to come.'
}

/** Keeps a run, the runs of a list or a project on this computer: the size before, progress while it comes, and the way back. */
export function KeepDialog({ target, onClose }: { target: PinTarget; onClose: () => void }) {
  const away = useAway()
  const size = useQuery(pinSizeQuery(target))
  const pin = pinOn(useQuery(pinsQuery()).data, target)
  const [isBusy, setBusy] = useState(false)
  async function change(): Promise<void> {
    setBusy(true)
    await (pin === undefined ? keepOffline(target) : stopKeeping(pin.pinId))
    setBusy(false)
  }
  return (
    <Dialog title={pin === undefined ? 'Keep offline' : 'Kept offline'} onClose={onClose}>
      <div className="flex flex-col gap-3 p-4">
        <p className="min-w-0 break-words">
          <span className="text-ink-dim">{projectOf(target)}</span> <span aria-hidden className="text-ink-faint">/</span> <span className="font-mono font-medium">{targetWords(target)}</span>
        </p>
        <p className="text-sm text-ink-dim">{about[target.kind]}</p>
        {size.error === null ? <Sizes size={size.data} /> : <p role="alert" className="text-sm text-failed">{toErrorShape(size.error).message} {toErrorShape(size.error).action}</p>}
        {pin === undefined ? null : <BringProgress />}
        {away === null ? null : <p className="text-sm text-waiting">What is missing is fetched when the bucket is back. {away}</p>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button data-autofocus look={pin === undefined ? 'primary' : 'plain'} disabled={isBusy || size.data === undefined} onClick={() => void change()}>
            {pin === undefined ? 'Keep offline' : 'Stop keeping'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Sizes({ size }: { size: PinSize | undefined }) {
  if (size === undefined) return <div aria-busy className="flex flex-col gap-2"><Skeleton width={260} /><Skeleton width={200} /></div>
  const missing = size.objects - size.objectsHere - size.objectsLost
  const rows = [
    ['In all', `${plural(size.runs, 'run')}, ${plural(size.objects, 'file')}, ${formatBytes(size.bytes)}`],
    ['Here already', `${plural(size.objectsHere, 'file')}, ${formatBytes(size.bytesHere)}`],
    ['To fetch', missing === 0 ? 'nothing' : `${plural(missing, 'file')}, ${formatBytes(size.bytes - size.bytesHere)}`],
    ...(size.objectsLost === 0 ? [] : [['Lost', `${formatCount(size.objectsLost)} that neither this computer nor the bucket has`] as const])
  ] as const
  return (
    <dl aria-label="Size" className="tabular grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
      {rows.map(([name, text]) => (
        <div key={name} className="contents">
          <dt className="text-ink-dim">{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
