import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The part of electron-updater that is used. */
export interface Updater {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  checkForUpdates: () => Promise<unknown>
}

/** Where this program stands with updates. */
export type UpdateState = 'no-feed' | 'checked' | 'not-reachable'

interface Updating {
  readonly isPackaged: boolean
  /** The folder in which electron-builder leaves `app-update.yml` when a feed was configured for the build. */
  readonly resources: string
  readonly load: () => Promise<Updater>
}

/**
 * Looks for a newer version, once, if the build was given a feed. This project configures none (`publish: null`), and then the updater is not even
 * loaded and nothing is asked. An update is downloaded in the background and put in place when the program is closed, never during a session.
 */
export async function checkForUpdates({ isPackaged, resources, load }: Updating): Promise<UpdateState> {
  if (!isPackaged || !existsSync(join(resources, 'app-update.yml'))) return 'no-feed'
  try {
    const updater = await load()
    updater.autoDownload = true
    updater.autoInstallOnAppQuit = true
    await updater.checkForUpdates()
    return 'checked'
  } catch {
    return 'not-reachable'
  }
}

/** The updater itself, loaded when there is a feed. */
export async function loadUpdater(): Promise<Updater> {
  const { autoUpdater } = (await import('electron-updater')).default
  return autoUpdater
}
