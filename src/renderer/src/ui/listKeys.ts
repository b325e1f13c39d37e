/** Where a key press moves the selection of a list: the new index, or `null` when the key is not for lists. */
export function movedIndex(key: string, index: number, count: number, pageRows: number): number | null {
  const last = count - 1
  const within = (at: number): number => Math.max(0, Math.min(last, at))
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return within(index + 1)
    case 'ArrowUp':
    case 'k':
      return index < 0 ? 0 : within(index - 1)
    case 'PageDown':
      return within(index + pageRows)
    case 'PageUp':
      return within(index - pageRows)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
