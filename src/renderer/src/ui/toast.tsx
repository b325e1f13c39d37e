import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { Button, IconButton } from './button'

/** What can be done about what a toast says, such as taking it back. */
export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

interface Toast {
  readonly id: number
  readonly tone: 'ok' | 'failed'
  readonly text: string
  readonly action: ToastAction | null
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function put(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says shortly what became of something that was asked for; `failed` stays until it is closed, and one with an action for a while. */
export function toast(text: string, tone: Toast['tone'] = 'ok', action: ToastAction | null = null): void {
  put([...toasts.slice(-3), { id: nextId++, tone, text, action }])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear; once, at the root. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <section aria-label="Messages" className="pointer-events-none fixed right-3 bottom-9 z-40 flex w-88 flex-col gap-2">
      {shown.map((each) => (
        <ToastRow key={each.id} toast={each} />
      ))}
    </section>
  )
}

function ToastRow({ toast: { id, tone, text, action } }: { toast: Toast }) {
  const close = (): void => put(toasts.filter((each) => each.id !== id))
  useEffect(() => {
    if (tone === 'failed') return
    const timer = setTimeout(() => put(toasts.filter((each) => each.id !== id)), action === null ? 4000 : 12_000)
    return () => clearTimeout(timer)
  }, [id, tone, action])
  const Icon = tone === 'failed' ? CircleAlert : CircleCheck
  return (
    <div role={tone === 'failed' ? 'alert' : 'status'} className="pointer-events-auto flex items-start gap-2 rounded-lg border border-line-strong bg-raised py-2 pr-2 pl-3 shadow-float">
      <Icon aria-hidden size={16} className={tone === 'failed' ? 'mt-0.5 shrink-0 text-failed' : 'mt-0.5 shrink-0 text-ok'} />
      <p className="min-w-0 flex-1 break-words pt-px" data-selectable>{text}</p>
      {action === null ? null : (
        <Button
          look="quiet"
          className="h-6 text-accent"
          onClick={() => {
            close()
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Close message" onClick={close}>
        <X aria-hidden size={14} />
      </IconButton>
    </div>
  )
}
