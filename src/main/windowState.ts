import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Place and size of a window in device-independent pixels. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What is remembered of a window. */
export interface WindowState {
  readonly bounds: Bounds | null
  readonly maximized: boolean
  /** Zoom level as Chromium counts it: 0 is 100 %. */
  readonly zoomLevel: number
}

const fresh: WindowState = { bounds: null, maximized: false, zoomLevel: 0 }
const smallest = { width: 640, height: 480 }
/** So much of the title must stay on a display for the window to be found and moved. */
const visibleEdge = 80

const stateFile = (folder: string): string => join(folder, 'window.json')

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function boundsOf(value: unknown): Bounds | null {
  if (typeof value !== 'object' || value === null) return null
  const { x, y, width, height } = value as Record<string, unknown>
  return isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) ? { x, y, width, height } : null
}

/** The remembered state; a missing or unreadable file is a fresh window, never an error. */
export function readWindowState(folder: string): WindowState {
  try {
    const value = JSON.parse(readFileSync(stateFile(folder), 'utf8')) as Record<string, unknown>
    return {
      bounds: boundsOf(value['bounds']),
      maximized: value['maximized'] === true,
      zoomLevel: isNumber(value['zoomLevel']) ? Math.min(Math.max(value['zoomLevel'], -4), 7) : 0
    }
  } catch {
    return fresh
  }
}

/** Remembers the state; a folder that cannot be written only costs the memory of it. */
export function saveWindowState(folder: string, state: WindowState): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const temporary = `${stateFile(folder)}.new`
    writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 })
    renameSync(temporary, stateFile(folder))
  } catch {
    return
  }
}

/** The bounds if enough of the window lies on one of the displays' work areas, made to fit it; `null` = place it afresh. */
export function placeOnDisplay(bounds: Bounds | null, workAreas: readonly Bounds[]): Bounds | null {
  if (bounds === null) return null
  const area = workAreas.find(
    (display) =>
      bounds.x + visibleEdge <= display.x + display.width &&
      bounds.x + bounds.width - visibleEdge >= display.x &&
      bounds.y >= display.y &&
      bounds.y + visibleEdge <= display.y + display.height
  )
  if (area === undefined) return null
  return {
    x: bounds.x,
    y: bounds.y,
    width: Math.max(smallest.width, Math.min(bounds.width, area.width)),
    height: Math.max(smallest.height, Math.min(bounds.height, area.height))
  }
}
