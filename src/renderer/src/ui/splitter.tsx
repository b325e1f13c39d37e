import { useRef } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { classNames } from './classNames'
import { keptNumber, useKept } from './kept'

/** Where a splitter stands: the size in pixels of the pane it sizes. */
export interface Split {
  readonly sizePx: number
  readonly setSizePx: (sizePx: number) => void
}

/** The size of a pane, kept between starts under a name. */
export function useSplit(name: string, initialPx: number): Split {
  const [sizePx, setSizePx] = useKept(`split.${name}`, initialPx, keptNumber)
  return { sizePx, setSizePx }
}

interface SplitterProps {
  readonly label: string
  readonly split: Split
  readonly minPx: number
  readonly maxPx: number
  /** Which side of the bar the sized pane is on. */
  readonly pane: 'left' | 'right' | 'top' | 'bottom'
}

/** The bar between two panes: drag it, or move it with the arrows (Shift: faster), Home and End. */
export function Splitter({ label, split, minPx, maxPx, pane }: SplitterProps) {
  const drag = useRef<{ at: number; sizePx: number } | null>(null)
  const sideways = pane === 'left' || pane === 'right'
  const grows = pane === 'left' || pane === 'top' ? 1 : -1
  const at = (event: PointerEvent): number => (sideways ? event.clientX : event.clientY)
  const set = (sizePx: number): void => split.setSizePx(Math.round(Math.min(maxPx, Math.max(minPx, sizePx))))

  function onKeyDown(event: KeyboardEvent): void {
    const stepPx = event.shiftKey ? 64 : 16
    const forward = sideways ? 'ArrowRight' : 'ArrowDown'
    const back = sideways ? 'ArrowLeft' : 'ArrowUp'
    if (event.key === forward) set(split.sizePx + stepPx * grows)
    else if (event.key === back) set(split.sizePx - stepPx * grows)
    else if (event.key === 'Home') set(minPx)
    else if (event.key === 'End') set(maxPx)
    else return
    event.preventDefault()
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={sideways ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(split.sizePx)}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { at: at(event), sizePx: split.sizePx }
      }}
      onPointerMove={(event) => {
        if (drag.current !== null) set(drag.current.sizePx + (at(event) - drag.current.at) * grows)
      }}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
      className={classNames(
        'relative z-10 shrink-0 touch-none bg-line hover:bg-accent focus-visible:bg-accent active:bg-accent',
        'before:absolute before:content-[""]',
        sideways ? 'w-px cursor-col-resize before:inset-y-0 before:-inset-x-1' : 'h-px cursor-row-resize before:inset-x-0 before:-inset-y-1'
      )}
    />
  )
}
