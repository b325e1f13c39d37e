import { Pin } from 'lucide-react'
import { useState } from 'react'
import type { PinTarget } from '@shared/model/offline'
import { useActions } from '../keyboard/actions'
import { useOpened } from '../portable/useOpened'
import { IconButton } from '../ui/button'
import { KeepDialog } from './keepDialog'

/** Opens the dialog that keeps a target on this computer. */
export function KeepButton({ target, kept, className }: { target: PinTarget; kept?: boolean; className?: string }) {
  const [isOpen, setOpen] = useState(false)
  const isOpened = useOpened() !== null
  useActions({ 'offline.keep': () => setOpen(true) })
  // What stands in an opened file is here, all of it or never.
  if (isOpened) return null
  return (
    <>
      <IconButton {...(className === undefined ? {} : { className })} label={kept === true ? 'Kept offline' : 'Keep offline'} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Pin aria-hidden size={14} className={kept === true ? 'text-accent' : undefined} />
      </IconButton>
      {isOpen ? <KeepDialog target={target} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
