import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { EffectiveSettings, SettingProblem, SettingsPatch } from '@shared/model/settings'
import { effectiveSettings, settingNames } from './settingsEnvironment'
import type { Environment } from './settingsEnvironment'

/** The settings in force, and where a settings file that could not be read was put (`null` = it could). */
export interface LoadedSettings {
  readonly effective: EffectiveSettings
  readonly setAsidePath: string | null
}

const fileName = 'settings.json'

/** Reads the settings of a data folder; never fails for what is in them: a broken file is set aside, a wrong value reported. */
export function loadSettings(dataFolder: string, environment: Environment = process.env): LoadedSettings {
  let read: Saved = { saved: {}, setAsidePath: null }
  const unread: SettingProblem[] = []
  try {
    read = readSaved(dataFolder)
    if (read.setAsidePath !== null) unread.push({ field: fileName, value: '', why: `could not be understood and was set aside as ${read.setAsidePath}` })
  } catch (error) {
    unread.push({ field: fileName, value: '', why: `could not be read: ${error instanceof Error ? error.message : String(error)}` })
  }
  const effective = effectiveSettings(read.saved, environment)
  return { effective: { ...effective, problems: [...unread, ...effective.problems] }, setAsidePath: read.setAsidePath }
}

/** Saves the fields given, keeping all others and those it does not know, and gives the settings then in force. Rejects nothing but disk errors. */
export function saveSettings(dataFolder: string, patch: SettingsPatch, environment: Environment = process.env): EffectiveSettings {
  const saved: Record<string, unknown> = { ...readSaved(dataFolder).saved }
  for (const field of settingNames) {
    if (patch[field] !== undefined) saved[field] = patch[field]
  }
  writeWhole(dataFolder, `${JSON.stringify(saved, null, 2)}\n`)
  return effectiveSettings(saved, environment)
}

interface Saved {
  readonly saved: Readonly<Record<string, unknown>>
  readonly setAsidePath: string | null
}

function readSaved(dataFolder: string): Saved {
  const path = join(dataFolder, fileName)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { saved: {}, setAsidePath: null }
    throw error
  }
  const saved = parseObject(text)
  if (saved !== null) return { saved, setAsidePath: null }
  const setAsidePath = join(dataFolder, `settings.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`)
  renameSync(path, setAsidePath)
  return { saved: {}, setAsidePath }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

// A crash at any moment leaves either the old file or the new one.
function writeWhole(dataFolder: string, text: string): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const temporary = join(dataFolder, `.${fileName}.${randomUUID()}`)
  try {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, join(dataFolder, fileName))
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dataFolder)
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder, and needs no such sync.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
