import { useEffect, useRef, useSyncExternalStore } from 'react'
import { chordOf, isSingleKey } from './chord'
import { shortcutTable } from './shortcuts'
import type { ActionId } from './shortcuts'

type Handlers = Partial<Record<ActionId, () => void>>

const layers: { current: Handlers }[] = []
const listeners = new Set<() => void>()
let available = ''
const letterKeysName = 'letterKeys'

function changed(): void {
  available = [...new Set(layers.flatMap((layer) => Object.keys(layer.current)))].join(' ')
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Answers actions of the shortcut table while the component is mounted; the one mounted last answers first. */
export function useActions(handlers: Handlers): void {
  const ref = useRef(handlers)
  useEffect(() => {
    ref.current = handlers
  })
  const ids = Object.keys(handlers).join(' ')
  useEffect(() => {
    layers.push(ref)
    changed()
    return () => {
      layers.splice(layers.indexOf(ref), 1)
      changed()
    }
  }, [ids])
}

/** Does an action, if anything on screen answers it; says whether. */
export function doAction(id: ActionId): boolean {
  const handler = layers.findLast((layer) => layer.current[id] !== undefined)?.current[id]
  handler?.()
  return handler !== undefined
}

/** The actions that something on screen answers now. */
export function useAvailableActions(): ReadonlySet<string> {
  return new Set(useSyncExternalStore(subscribe, () => available).split(' '))
}

/** Whether single letters are shortcuts in this window. */
export const letterKeysOn = (): boolean => localStorage.getItem(letterKeysName) !== 'off'

/** Switches single-letter shortcuts on or off, for good. */
export function setLetterKeys(on: boolean): void {
  localStorage.setItem(letterKeysName, on ? 'on' : 'off')
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const chord = chordOf(event)
  if (isSingleKey(chord) && (isTyping(event.target) || !letterKeysOn())) return
  if (document.querySelector('dialog[open]') !== null) return
  if (chord === 'escape' && isTyping(event.target)) {
    if (event.target instanceof HTMLElement) event.target.blur()
    return
  }
  const found = shortcutTable.find((each) => each.onSheetOnly !== true && each.chords.includes(chord))
  if (found !== undefined && doAction(found.id)) event.preventDefault()
}

function onMouseUp(event: MouseEvent): void {
  if (event.button !== 3 && event.button !== 4) return
  event.preventDefault()
  doAction(event.button === 3 ? 'go.back' : 'go.forward')
}

/** Listens to the keyboard and to the mouse's back and forward buttons; gives the function that stops it. */
export function startKeyboard(): () => void {
  window.addEventListener('keydown', onKeyDown)
  window.addEventListener('mouseup', onMouseUp)
  return () => {
    window.removeEventListener('keydown', onKeyDown)
    window.removeEventListener('mouseup', onMouseUp)
  }
}
