import { useMutation } from '@tanstack/react-query'
import type { LargeFile } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { toErrorShape } from '@shared/errors'
import { formatBytes } from '../format/number'
import { fetchLarge } from '../queries/run'
import { announce } from '../ui/announcer'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import { useAway } from './away'

/** Files of a run that do not come by themselves, each with its size and a way to fetch it. */
export function LargeFiles({ run, files }: { run: RunKey; files: readonly LargeFile[] }) {
  return (
    <div className="min-w-0 flex-1">
      <p>{files.length === 1 ? 'A file of this run is too large to come by itself: its steps are missing here.' : `${files.length} files of this run are too large to come by themselves: their steps are missing here.`}</p>
      <ul className="mt-1 max-h-40 overflow-auto text-xs">
        {files.map((file) => <LargeFileRow key={file.objectKey} run={run} file={file} />)}
      </ul>
    </div>
  )
}

function LargeFileRow({ run, file: { objectKey, sizeBytes } }: { run: RunKey; file: LargeFile }) {
  const away = useAway()
  const size = formatBytes(sizeBytes)
  const { mutate, isPending } = useMutation({
    mutationFn: () => fetchLarge(run, objectKey),
    onSuccess: () => announce(`The file of ${size} is here`),
    onError: (error) => {
      const { message, action } = toErrorShape(error)
      toast(`The file could not be fetched. ${message} ${action ?? ''}`.trim(), 'failed')
    }
  })
  return (
    <li className="flex items-center gap-2 py-0.5">
      <Button disabled={isPending || away !== null} title={away ?? undefined} aria-label={`Fetch the file of ${size}: ${objectKey}`} onClick={() => mutate()}>
        {isPending ? 'Fetching…' : `Fetch ${size}`}
      </Button>
      <span className="min-w-0 break-all font-mono text-ink-faint" data-selectable>{objectKey}</span>
    </li>
  )
}
