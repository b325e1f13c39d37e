import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { formatBytes } from '../format/number'
import { setAsideQuery } from '../queries/status'
import { Age } from '../ui/age'
import { CopyButton } from '../ui/copyButton'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { HeaderCell } from '../ui/headerCell'

const grid = 'grid grid-cols-[minmax(200px,1.4fr)_minmax(160px,1fr)_88px_104px_40px] items-center px-2'

/** Objects of the bucket, or of one project, that are not in the index, each with the reason. */
export function SetAsideTable({ state, project }: { state: 'ignored' | 'failed'; project: string | null }) {
  const objects = useQuery(setAsideQuery(state, project))
  const place = project === null ? 'under data/' : `of ${project}`
  if (objects.isError) return <ErrorState title="The list cannot be read" error={objects.error} onRetry={() => void objects.refetch()} />
  if (objects.data?.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title={state === 'failed' ? 'Nothing failed' : 'Nothing was ignored'}>
        {state === 'failed' ? `Every object ${place} that looks like Burr data could be read.` : `Every object ${place} looks like Burr data.`}
      </EmptyState>
    )
  }
  return (
    <table className="block min-w-180 text-sm">
      <thead className="sticky top-0 block border-b bg-canvas">
        <tr className={`${grid} h-8`}>
          <HeaderCell>Object</HeaderCell>
          <HeaderCell>Reason</HeaderCell>
          <HeaderCell right>Size</HeaderCell>
          <HeaderCell right>Seen</HeaderCell>
          <th scope="col"><span className="sr-only">Copy</span></th>
        </tr>
      </thead>
      <tbody className="block">
        {objects.data?.map((object) => (
          <tr key={object.objectKey} className={`${grid} h-7 hover:bg-hover`}>
            <td className="truncate px-2 font-mono" title={object.objectKey}>{object.objectKey}</td>
            <td className={`truncate px-2 ${state === 'failed' ? 'text-failed' : 'text-ink-dim'}`} title={object.reason}>{object.reason}</td>
            <td className="tabular px-2 text-right">{formatBytes(object.sizeBytes)}</td>
            <td className="tabular px-2 text-right"><Age timeUs={object.seenUs} suffix="ago" /></td>
            <td><CopyButton text={object.objectKey} label="Copy the key" /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
