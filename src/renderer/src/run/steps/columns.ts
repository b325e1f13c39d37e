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
  const action = room < 240 ? room : Math.round(Math.min(340, Math.max(180, room * 0.5)))
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
  return useSize(ref).width
}

/** The inner size of an element in pixels, followed as it changes. */
export function useSize(ref: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const look = (): void => setSize({ width: element.clientWidth, height: element.clientHeight })
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return size
}
