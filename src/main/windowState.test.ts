import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { placeOnDisplay, readWindowState, saveWindowState } from './windowState'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-window-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const laptop = { x: 0, y: 25, width: 1280, height: 775 }
const left = { x: -1920, y: 0, width: 1920, height: 1080 }

it('comes back as it was saved, for this person only', () => {
  const state = { bounds: { x: 10, y: 40, width: 900, height: 700 }, maximized: true, zoomLevel: 1.5 }
  saveWindowState(folder, state)
  expect(readWindowState(folder)).toEqual(state)
  expect(statSync(join(folder, 'window.json')).mode & 0o777).toBe(0o600)
})

it('starts afresh when the file is missing, torn or of other types', () => {
  const fresh = { bounds: null, maximized: false, zoomLevel: 0 }
  expect(readWindowState(folder)).toEqual(fresh)
  for (const text of ['', '{', '[]', '{"bounds":{"x":"1"},"maximized":"yes","zoomLevel":null}']) {
    writeFileSync(join(folder, 'window.json'), text)
    expect(readWindowState(folder), text).toEqual(fresh)
  }
})

it('keeps a window on a display that is still there, and gives up one that is gone', () => {
  const onLeft = { x: -1000, y: 100, width: 800, height: 600 }
  expect(placeOnDisplay(onLeft, [laptop, left])).toEqual(onLeft)
  expect(placeOnDisplay(onLeft, [laptop])).toBeNull()
  expect(placeOnDisplay({ x: 1250, y: 100, width: 800, height: 600 }, [laptop])).toBeNull()
  expect(placeOnDisplay({ x: 0, y: 0, width: 800, height: 600 }, [laptop])).toBeNull()
  expect(placeOnDisplay(null, [laptop])).toBeNull()
})

it('shrinks a window that is larger than its display', () => {
  expect(placeOnDisplay({ x: 0, y: 30, width: 4000, height: 3000 }, [laptop])).toEqual({ x: 0, y: 30, width: 1280, height: 775 })
})
