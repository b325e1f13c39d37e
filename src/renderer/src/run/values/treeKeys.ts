import type { FocusEvent, KeyboardEvent } from 'react'

/** The names of the tree that one of them is in. */
function namesBeside(name: HTMLElement): readonly HTMLElement[] {
  const tree = name.closest('[data-value-tree]')
  return tree === null ? [] : [...tree.querySelectorAll<HTMLElement>('[data-value-name]')]
}

/** Of all names of a tree one takes Tab: the one that had the focus last. */
export function keepTabStop({ currentTarget }: FocusEvent<HTMLElement>): void {
  for (const name of namesBeside(currentTarget)) name.tabIndex = name === currentTarget ? 0 : -1
}

/** Arrows, Home and End move between the names of a tree, as in a file list; left and right close and open. */
export function pressTreeKey(event: KeyboardEvent<HTMLElement>): void {
  const { currentTarget: target } = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const all = namesBeside(target)
  const at = all.indexOf(target)
  const expanded = target.getAttribute('aria-expanded')
  const to = targetOf(event.key, { all, at, target })
  if (event.key === 'ArrowRight' && expanded === 'false') target.click()
  else if (event.key === 'ArrowLeft' && expanded === 'true') target.click()
  else if (to !== undefined) to.focus()
  else return
  event.preventDefault()
  event.stopPropagation()
}

function targetOf(key: string, { all, at, target }: { all: readonly HTMLElement[]; at: number; target: HTMLElement }): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return all[at + 1]
    case 'ArrowUp':
      return all[at - 1]
    case 'Home':
      return all[0]
    case 'End':
      return all.at(-1)
    case 'ArrowLeft':
      return all.slice(0, at).findLast((each) => depthOf(each) < depthOf(target))
    default:
      return undefined
  }
}

const depthOf = (name: HTMLElement): number => Number(name.getAttribute('data-value-name'))
