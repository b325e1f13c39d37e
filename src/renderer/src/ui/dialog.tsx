import { X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { classNames } from './classNames'

/** A modal dialog on the browser's own element: it traps focus, closes on Esc and gives focus back, and injects no style. `data-autofocus` marks what has focus first. */
export function Dialog({ title, onClose, children, className, bare = false }: { title: string; onClose: () => void; children: ReactNode; className?: string; bare?: boolean }) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
      className={classNames('m-auto mt-[12vh] max-h-[76vh] overflow-hidden rounded-lg border border-line-strong bg-raised p-0 text-ink shadow-float', className ?? 'w-140')}
    >
      <div className="flex max-h-[76vh] flex-col">
        <div className={bare ? 'sr-only' : 'flex h-10 shrink-0 items-center justify-between border-b px-4'}>
          <h2 id={titleId} className="font-semibold">{title}</h2>
          {bare ? null : (
            <IconButton label="Close" onClick={onClose}>
              <X aria-hidden size={14} />
            </IconButton>
          )}
        </div>
        {children}
      </div>
    </dialog>
  )
}
