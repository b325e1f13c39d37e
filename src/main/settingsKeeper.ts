import type { Change } from '@shared/contract/change'
import { AppError } from '@shared/errors'
import type { EffectiveSettings, Settings, SettingsPatch } from '@shared/model/settings'
import { loadSettings, saveSettings } from './settings'

/** The settings while the app runs: one copy, saved with every change, told to whoever depends on it. */
export interface SettingsKeeper {
  effective(): EffectiveSettings
  /** Saves the fields given; throws `disk-full` in words when the file cannot be written. */
  update(patch: SettingsPatch): EffectiveSettings
  /** Called with the new values whenever something other than the looks changed. */
  onConnectionChanged(listener: (values: Settings) => void): void
}

/** Fields that change only how a window looks. */
const looks: readonly (keyof Settings)[] = ['theme', 'timeZone', 'timeStyle']

/** Fields that change what is done with snapshots, and no data on screen. */
const quiet: readonly (keyof Settings)[] = ['publishSnapshots', 'snapshotIntervalMs', 'priorSnapshotsToKeep', 'loadSnapshotOnStart']

function dataDiffers(before: Settings, after: Settings): boolean {
  return (Object.keys(after) as (keyof Settings)[]).some((field) => !looks.includes(field) && !quiet.includes(field) && before[field] !== after[field])
}

function connectionDiffers(before: Settings, after: Settings): boolean {
  return (Object.keys(after) as (keyof Settings)[]).some((field) => !looks.includes(field) && before[field] !== after[field])
}

function save(dataFolder: string, patch: SettingsPatch): EffectiveSettings {
  try {
    return saveSettings(dataFolder, patch)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError({
      code: 'disk-full',
      message: `The settings could not be saved: ${why}`,
      action: 'Check that the data folder can be written and the disk has room.',
      cause
    })
  }
}

/** Opens the settings of a data folder. */
export function openSettings(dataFolder: string, onChange: (change: Change) => void): SettingsKeeper {
  const { effective: loaded } = loadSettings(dataFolder)
  let effective = loaded
  const listeners: ((values: Settings) => void)[] = []
  return {
    effective: () => effective,
    update(patch) {
      const before = effective.values
      effective = save(dataFolder, patch)
      if (connectionDiffers(before, effective.values)) {
        for (const listener of listeners) listener(effective.values)
        if (dataDiffers(before, effective.values)) onChange({ kind: 'workspace' })
      }
      onChange({ kind: 'settings' })
      return effective
    },
    onConnectionChanged: (listener) => void listeners.push(listener)
  }
}
