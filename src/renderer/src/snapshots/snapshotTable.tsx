import { CircleAlert } from 'lucide-react'
import type { SnapshotLeftover, SnapshotList, SnapshotRow } from '@shared/model/snapshot'
import { formatBytes, formatCount, plural } from '../format/number'
import { Age } from '../ui/age'
import { Button } from '../ui/button'
import { classNames } from '../ui/classNames'
import { HeaderCell } from '../ui/headerCell'
import { Skeleton } from '../ui/skeleton'

interface SnapshotTableProps {
  /** `undefined` = not read yet. */
  readonly list: SnapshotList | undefined
  /** Nothing can be restored now, because something else is done. */
  readonly isBusy: boolean
  readonly onRestore: (row: SnapshotRow) => void
}

const grid = 'grid grid-cols-[92px_minmax(150px,1.4fr)_88px_96px_112px_112px_80px_minmax(200px,2fr)] items-center px-2'
const number = 'tabular px-2 text-right'

/** All snapshots of the bucket, newest first; one that cannot be restored says why. */
export function SnapshotTable({ list, isBusy, onRestore }: SnapshotTableProps) {
  return (
    <div className="h-full overflow-auto">
      <table aria-label="Snapshots" aria-busy={list === undefined} className="block min-w-240 text-sm">
        <thead className="sticky top-0 z-10 block border-b bg-canvas">
          <tr className={`${grid} h-8`}>
            <HeaderCell right>Taken</HeaderCell>
            <HeaderCell>By</HeaderCell>
            <HeaderCell right>Runs</HeaderCell>
            <HeaderCell right>Steps</HeaderCell>
            <HeaderCell right title="Size in the bucket; unpacked on hover">Size</HeaderCell>
            <HeaderCell right title="Everything that was in the bucket at that time is in the snapshot">Complete as of</HeaderCell>
            <HeaderCell title="Version of Burr Desktop that wrote it">Version</HeaderCell>
            <th scope="col"><span className="sr-only">Restore</span></th>
          </tr>
        </thead>
        <tbody className="block">
          {list === undefined
            ? [150, 110, 130].map((width) => (
                <tr key={width} className={`${grid} h-9`}>
                  <td className="px-2"><Skeleton width={60} /></td>
                  <td className="px-2"><Skeleton width={width} /></td>
                </tr>
              ))
            : list.snapshots.map((row) => <Row key={row.key} row={row} isBusy={isBusy} onRestore={() => onRestore(row)} />)}
        </tbody>
      </table>
      {list === undefined || list.leftovers.length === 0 ? null : <Leftovers leftovers={list.leftovers} />}
    </div>
  )
}

function Row({ row, isBusy, onRestore }: { row: SnapshotRow; isBusy: boolean; onRestore: () => void }) {
  const isBad = row.problem !== null
  return (
    <tr className={classNames(grid, 'min-h-9 py-1 hover:bg-hover', isBad && 'text-ink-faint')}>
      <td className={number}><Age timeUs={row.takenUs} /></td>
      <td className="min-w-0 truncate px-2" title={row.key}>
        <span className="font-medium">{row.computer}</span>
        {row.isOwn ? <span className="ml-2 rounded bg-accent-soft px-1.5 py-0.5 text-xs text-accent">this computer</span> : null}
      </td>
      <td className={number}>{formatCount(row.runs)}</td>
      <td className={number}>{formatCount(row.steps)}</td>
      <td className={number} title={`${formatBytes(row.rawSizeBytes)} unpacked`}>{formatBytes(row.sizeBytes)}</td>
      <td className={number}>{row.completeAsOfUs === null ? <span title="Its writer had not seen all of the bucket yet">not complete</span> : <Age timeUs={row.completeAsOfUs} />}</td>
      <td className="truncate px-2">{row.appVersion}</td>
      <td className="flex min-w-0 items-center justify-end gap-1.5 px-2">
        {isBad ? (
          <span className="flex min-w-0 items-start gap-1.5 text-failed">
            <CircleAlert aria-hidden size={13} className="mt-0.5 shrink-0" /> <span className="min-w-0 break-words" data-selectable>{row.problem}</span>
          </span>
        ) : (
          <Button className="h-6" disabled={isBusy} onClick={onRestore}>Restore…</Button>
        )}
      </td>
    </tr>
  )
}

function Leftovers({ leftovers }: { leftovers: readonly SnapshotLeftover[] }) {
  const bytes = leftovers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <details className="border-t px-4 py-2 text-sm text-ink-dim">
      <summary>{plural(leftovers.length, 'upload')} ({formatBytes(bytes)}) that no snapshot belongs to</summary>
      <ul className="mt-1">
        {leftovers.map(({ folder, isOwn, why }) => (
          <li key={folder} className="py-0.5 break-words" data-selectable>
            <code className="font-mono break-all">{folder}</code> {why} {isOwn ? 'This computer removes it a day after it was begun.' : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}
