import { useLayoutEffect, useState, type RefObject } from 'react'

/** Widths of the step list's columns in pixels; the waterfall is left out when there is no room for it. */
export interface Columns {
  readonly template: string
  readonly waterfallLeft: number
  readonly waterfallWidth: number
  readonly hasStatusWord: boolean
}

const numberWidth = 52
const durationWidth = 72

/** Shares out the width of the list. */
export function columnsFor(width: number): Columns {
  const hasStatusWord = width >= 500
  const statusWidth = hasStatusWord ? 108 : 36
  const room = Math.max(0, width - numberWidth - durationWidth - statusWidth)
  const action = room < 240 ? room : Math.round(Math.min(300, Math.max(160, room * 0.45)))
  const waterfallWidth = room - action
  return {
    template: `${numberWidth}px ${action}px ${waterfallWidth}px ${durationWidth}px ${statusWidth}px`,
    waterfallLeft: numberWidth + action,
    waterfallWidth,
    hasStatusWord
  }
}

/** The inner width of an element in pixels, followed as it changes. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
