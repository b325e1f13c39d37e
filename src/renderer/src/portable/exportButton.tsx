import { Share } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'
import { useActions } from '../keyboard/actions'
import { IconButton } from '../ui/button'
import type { ExportTarget } from './exportTarget'

const ExportDialog = lazy(async () => ({ default: (await import('./exportDialog')).ExportDialog }))

/** Opens the dialog that writes a run or a list of them into one file. */
export function ExportButton({ target, className }: { target: ExportTarget; className?: string }) {
  const [isOpen, setOpen] = useState(false)
  useActions({ 'file.export': () => setOpen(true) })
  return (
    <>
      <IconButton {...(className === undefined ? {} : { className })} label={target.kind === 'run' ? 'Export this run into a file' : 'Export these runs into a file'} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Share aria-hidden size={14} />
      </IconButton>
      <Suspense fallback={null}>{isOpen ? <ExportDialog target={target} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  )
}
