import { useEffect } from 'react'

/** Gives the focus back to what had it before, when a pane that held it goes away; to the first that `elseTo` finds when that is gone. */
export function useFocusBack(elseTo: string): void {
  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (document.activeElement !== document.body) return
      const back = before !== document.body && before?.isConnected === true ? before : document.querySelector(elseTo)
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    }
  }, [elseTo])
}
