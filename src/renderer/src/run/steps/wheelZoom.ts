import { useEffect, useRef, type RefObject } from 'react'
import type { Columns } from './columns'

/** Ctrl and wheel (or a pinch) over the waterfall zooms about the pointer; Shift and wheel, or a sideways wheel, pans. */
export function useWheelZoom(
  scroller: RefObject<HTMLElement | null>,
  columns: Columns,
  zoom: (factor: number, share: number) => void,
  pan: (share: number) => void
): void {
  const latest = useRef({ columns, zoom, pan })
  useEffect(() => {
    latest.current = { columns, zoom, pan }
  })
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const onWheel = (event: WheelEvent): void => {
      const { waterfallLeft, waterfallWidth } = latest.current.columns
      const share = (event.clientX - element.getBoundingClientRect().left - waterfallLeft) / waterfallWidth
      if (share < 0 || share > 1) return
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      if (event.ctrlKey) latest.current.zoom(Math.exp(-event.deltaY / 200), share)
      else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) latest.current.pan(sideways / waterfallWidth)
      else return
      event.preventDefault()
    }
    // React's wheel listeners are passive and could not stop the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [scroller])
}
