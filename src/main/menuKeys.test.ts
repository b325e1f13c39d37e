import { describe, expect, it } from 'vitest'
import { shortcutTable } from '@shared/shortcuts'
import { menuKeys } from './menuKeys'

describe('the keys a menu shows', () => {
  it('are written as Electron writes them', () => {
    expect(menuKeys(['mod+shift+c'])).toEqual({ accelerator: 'CommandOrControl+Shift+C' })
    expect(menuKeys(['alt+arrowleft'])).toEqual({ accelerator: 'Alt+Left' })
    expect(menuKeys(['f5'])).toEqual({ accelerator: 'F5' })
    expect(menuKeys(['mod+,'])).toEqual({ accelerator: 'CommandOrControl+,' })
  })

  it('are no single keys, which give way to typing', () => {
    expect(menuKeys(['e', 'escape', '?'])).toEqual({})
    expect(menuKeys(['j', 'mod+j'])).toEqual({ accelerator: 'CommandOrControl+J' })
  })
})

describe('the table of actions', () => {
  it('gives no key to two actions, and no id twice', () => {
    const chords = shortcutTable.filter((each) => each.onSheetOnly !== true).flatMap((each) => each.chords)
    expect(chords.filter((chord, at) => chords.indexOf(chord) !== at)).toEqual([])
    const ids = shortcutTable.map((each) => each.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
