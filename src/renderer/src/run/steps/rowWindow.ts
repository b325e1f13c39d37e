import { useLayoutEffect, useState, type RefObject } from 'react'

/** Rows that are drawn, from the first to one before `to`. */
export interface RowWindow {
  readonly from: number
  readonly to: number
}

const overscan = 10

/** The rows of equal height that are on screen in a scrolling element, and a few around them. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowPx: number): RowWindow {
  const [{ first, fit }, setPlace] = useState({ first: 0, fit: 40 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const look = (): void => {
      const next = { first: Math.floor(element.scrollTop / rowPx), fit: Math.ceil(element.clientHeight / rowPx) + 1 }
      setPlace((before) => (before.first === next.first && before.fit === next.fit ? before : next))
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [scroller, rowPx])
  const from = Math.max(0, Math.min(first, count - 1) - overscan)
  return { from, to: Math.min(count, first + fit + overscan) }
}
