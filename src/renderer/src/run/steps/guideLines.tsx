/** How far the steps of a run inside another stand in, in pixels. */
export const nestPx = 18

/** One line down the list for each run that a row stands in. */
export function GuideLines({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <span key={index} aria-hidden className="absolute inset-y-0 border-l border-line-strong" style={{ left: 9 + index * nestPx }} />
  ))
}
