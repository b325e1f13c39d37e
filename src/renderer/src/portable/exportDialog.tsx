import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { toErrorShape } from '@shared/errors'
import type { ExportPreview } from '@shared/model/portable'
import { formatBytes, formatCount, plural } from '../format/number'
import { cancelFileWork, exportFile, exportPreviewQuery } from '../queries/portable'
import { call } from '../api'
import { useRoute } from '../navigation'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Checkbox } from '../ui/field'
import { useKept } from '../ui/kept'
import { firstRedaction, readRedaction, selectionOf, wordsOf } from './exportTarget'
import type { ExportTarget } from './exportTarget'
import { RedactionChoice } from './redactionChoice'

/** Chooses what comes along and what is taken out, shows what the file would hold, and writes it. */
export function ExportDialog({ target, onClose }: { target: ExportTarget; onClose: () => void }) {
  const [withParents, setParents] = useState(true)
  const [withChildren, setChildren] = useState(true)
  const [redaction, setRedaction] = useKept('export.redaction', firstRedaction, readRedaction)
  const [note, setNote] = useState('')
  const [isWriting, setWriting] = useState(false)
  const noteId = useId()
  const route = useRoute()
  const selection = selectionOf(target, { withParents, withChildren, redaction })
  const preview = useQuery(exportPreviewQuery(selection))
  async function write(): Promise<void> {
    setWriting(true)
    const outcome = await exportFile({ ...selection, ...wordsOf(target, route.screen === 'run' ? route.step : null), note })
    setWriting(false)
    if (outcome !== null) onClose()
  }
  function close(): void {
    if (isWriting || preview.isFetching) void cancelFileWork()
    onClose()
  }
  return (
    <Dialog title={target.kind === 'run' ? 'Export the run' : 'Export the runs of the list'} onClose={close} className="w-160">
      <div className="flex min-h-0 flex-col gap-4 overflow-auto p-4">
        <p className="text-ink-dim">One file a colleague opens without an account and without a network: steps, values, graph, code and annotations, read-only.</p>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">What comes along</legend>
          <Checkbox checked={withParents} onChange={setParents} label={<>{target.kind === 'run' ? 'The runs it came from' : 'The runs they came from'} <Small>{preview.data === undefined || !withParents ? null : plural(preview.data.parents, 'run')}</Small></>} />
          <Checkbox checked={withChildren} onChange={setChildren} label={<>Forks and sub-runs <Small>{preview.data === undefined || !withChildren ? null : plural(preview.data.children, 'run')}</Small></>} />
        </fieldset>
        <RedactionChoice wish={redaction} onChange={setRedaction} counts={preview.data?.redaction ?? null} />
        <div>
          <label htmlFor={noteId} className="font-medium">Note</label>
          <textarea id={noteId} data-autofocus rows={2} maxLength={10_000} value={note} onChange={(event) => setNote(event.target.value)} placeholder="What to look at" className="mt-1 w-full rounded-md border border-control-line bg-canvas px-2 py-1 placeholder:text-ink-faint" />
        </div>
        {preview.data !== undefined && preview.data.missing > 0 ? <Missing preview={preview.data} onFetched={() => void preview.refetch()} /> : null}
      </div>
      <div className="flex shrink-0 items-center gap-2 border-t px-4 py-2">
        <p role="status" className="tabular min-w-0 flex-1 truncate text-sm text-ink-dim">
          {preview.isError ? <span className="text-failed">{toErrorShape(preview.error).message}</span> : preview.data === undefined || preview.isPlaceholderData ? 'Looking through the runs…' : sizeWords(preview.data)}
        </p>
        {preview.isError ? <Button onClick={() => void preview.refetch()}>Look again</Button> : null}
        <Button onClick={close}>Cancel</Button>
        <Button look="primary" disabled={isWriting || preview.data === undefined || preview.isError} onClick={() => void write()}>{isWriting ? 'Writing…' : 'Save as…'}</Button>
      </div>
    </Dialog>
  )
}

function Small({ children }: { children: ReactNode }) {
  return <span className="tabular text-sm text-ink-faint">{children}</span>
}

function sizeWords({ runs, objects, annotations, sizeBytes, isSizeExact }: ExportPreview): string {
  return `${plural(runs, 'run')}, ${plural(objects, 'object')}, ${plural(annotations, 'annotation')} · ${isSizeExact ? '' : 'at most '}${formatBytes(sizeBytes)}`
}

/** Bodies that are not on this disk do not come along, unless they are fetched first. */
function Missing({ preview: { missing, missingRuns }, onFetched }: { preview: ExportPreview; onFetched: () => void }) {
  const [left, setLeft] = useState<number | null>(null)
  async function fetchAll(): Promise<void> {
    for (const [at, run] of missingRuns.entries()) {
      setLeft(missingRuns.length - at)
      // What cannot be fetched is counted as missing again.
      await call('runs.fetchBodies', run).catch(() => undefined)
    }
    setLeft(null)
    onFetched()
  }
  return (
    <div role="alert" className="flex items-center gap-3 rounded-md border px-3 py-2">
      <p className="min-w-0 flex-1">{plural(missing, 'object')} of {plural(missingRuns.length, 'run')} are not on this computer and would be left out.</p>
      <Button disabled={left !== null} onClick={() => void fetchAll()}>{left === null ? 'Fetch them first' : `Fetching, ${formatCount(left)} left…`}</Button>
    </div>
  )
}
