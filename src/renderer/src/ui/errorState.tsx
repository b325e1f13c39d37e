import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toErrorShape } from '@shared/errors'
import { Button } from './button'

/** A place that could not be filled: what happened, what to do, and a way to try again. */
export function ErrorState({ error, title, onRetry, action }: { error: unknown; title: string; onRetry?: () => void; action?: ReactNode }) {
  const shape = toErrorShape(error)
  return (
    <div role="alert" className="flex h-full min-h-0 flex-col items-center justify-center overflow-auto p-8">
      <div className="flex max-w-120 flex-col items-center text-center">
        <TriangleAlert aria-hidden size={28} strokeWidth={1.5} className="mb-3 text-failed" />
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="mt-1.5 break-words text-ink-dim" data-selectable>{shape.message}</p>
        {shape.action === null ? null : <p className="mt-1 text-ink-dim">{shape.action}</p>}
        <div className="mt-4 flex gap-2">
          {action}
          {onRetry === undefined ? null : (
            <Button onClick={onRetry}>
              <RotateCw aria-hidden size={14} /> Try again
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
