import { useRef } from 'react'

/** Finds list entries by their first letters, typed within a second of each other. */
export interface TypeAhead {
  /** The entry that begins with what has been typed, from the selected one on; `null` when the key types nothing or none fits. */
  readonly find: (key: string, texts: readonly string[], selected: number) => number | null
}

/** Type-ahead for one list. */
export function useTypeAhead(): TypeAhead {
  const typed = useRef({ text: '', atMs: 0 })
  return {
    find(key, texts, selected) {
      if (key.length !== 1 || key === ' ') return null
      const nowMs = performance.now()
      const isMore = nowMs - typed.current.atMs < 1000
      const text = (isMore ? typed.current.text : '') + key.toLowerCase()
      typed.current = { text, atMs: nowMs }
      const from = isMore ? Math.max(0, selected) : selected + 1
      for (let step = 0; step < texts.length; step++) {
        const index = (from + step) % texts.length
        if (texts[index]?.toLowerCase().startsWith(text) === true) return index
      }
      return null
    }
  }
}
