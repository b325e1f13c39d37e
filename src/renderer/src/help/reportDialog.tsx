import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { formatBytes } from '../format/number'
import { diagnosticsQuery } from '../queries/help'
import { announce } from '../ui/announcer'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/errorState'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'

/** A report for whoever helps: every part can be read before it is saved, and it is sent nowhere. */
export function ReportDialog({ onClose }: { onClose: () => void }) {
  const { data: files, error, refetch } = useQuery(diagnosticsQuery())
  const [shown, setShown] = useState(0)
  const file = files?.[shown]

  async function save(): Promise<void> {
    if (files === undefined) return
    try {
      const text = JSON.stringify(Object.fromEntries(files.map((each) => [each.name, each.text])), null, 2)
      const { savedAs } = await call('app.saveText', { fileName: 'burr-desktop-report.json', text })
      if (savedAs === null) return
      announce(`Saved as ${savedAs}`)
      onClose()
    } catch (problem) {
      toast(toErrorShape(problem).message, 'failed')
    }
  }

  return (
    <Dialog title="Report for whoever helps you" onClose={onClose} className="w-220 max-w-[92vw]">
      {error !== null ? (
        <ErrorState title="The report cannot be put together" error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          <p className="px-4 pt-3 text-ink-dim">
            Nothing is sent. This is all that is saved: read it first. Secrets, the names of buckets, profiles and projects, and what is in runs are left out.
          </p>
          <div className="grid min-h-0 flex-1 grid-cols-[200px_minmax(0,1fr)] gap-3 p-4">
            <ul aria-label="Parts of the report" className="min-h-0 overflow-y-auto">
              {files === undefined ? <Skeleton /> : files.map((each, at) => (
                <li key={each.name}>
                  <button
                    type="button"
                    aria-current={at === shown}
                    data-autofocus={at === 0 ? '' : undefined}
                    onClick={() => setShown(at)}
                    className="flex min-h-7 w-full items-center justify-between gap-2 rounded-md px-2 text-left text-sm hover:bg-hover aria-[current=true]:bg-accent-soft"
                  >
                    <span className="truncate">{each.name}</span>
                    <span className="tabular shrink-0 text-xs text-ink-faint">{formatBytes(each.text.length)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <textarea
              readOnly
              aria-label={file === undefined ? 'Text' : `Text of ${file.name}`}
              className="h-[48vh] overflow-auto rounded-md border bg-panel p-3 font-mono text-xs resize-none"
              value={file?.text ?? ''}
            />
          </div>
          <div className="flex justify-end gap-2 border-t p-3">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" disabled={files === undefined} onClick={() => void save()}>Save report…</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
