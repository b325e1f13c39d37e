import type { Change } from '@shared/contract/change'

declare global {
  /** What the preload puts into the window: the only way out of it. */
  interface Bridge {
    call(method: string, input: unknown): Promise<string>
    /** Opens a file or folder that was dropped on the window; the reply's text. */
    openDropped?(file: File): Promise<string>
    onChange(listener: (change: Change) => void): () => void
  }

  interface Window {
    burr?: Bridge
  }
}
