/** The place of a text that is not here yet; the width is in pixels or any CSS length. */
export function Skeleton({ width = 80 }: { width?: number | string }) {
  return <span aria-hidden className="inline-block h-2.5 max-w-full rounded-sm bg-pressed align-middle" style={{ width }} />
}
