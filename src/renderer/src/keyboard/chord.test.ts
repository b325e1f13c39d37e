// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { chordOf, isSingleKey } from './chord'
import { shortcutTable } from './shortcuts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', boolean>> = {}): string =>
  chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

it('reads presses as the table writes them', () => {
  expect(press('k', { ctrlKey: true })).toBe('mod+k')
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('E', { shiftKey: true })).toBe('shift+e')
  expect(press('ArrowLeft', { altKey: true })).toBe('alt+arrowleft')
  expect(press('C', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+c')
})

it('knows which shortcuts are a single key', () => {
  expect(['?', 'e', 'shift+e'].every(isSingleKey)).toBe(true)
  expect(['mod+k', 'escape', 'f5', 'alt+arrowleft'].some(isSingleKey)).toBe(false)
})

it('has no chord for two actions, and no id twice', () => {
  const chords = shortcutTable.filter((each) => each.onSheetOnly !== true).flatMap((each) => each.chords)
  expect(new Set(chords).size).toBe(chords.length)
  expect(new Set(shortcutTable.map((each) => each.id)).size).toBe(shortcutTable.length)
})
