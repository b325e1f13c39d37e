/** A key or a chord, as it is written on the keys. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line bg-panel px-1 font-sans text-xs text-ink-dim">
      {children}
    </kbd>
  )
}
