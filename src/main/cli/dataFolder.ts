import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Name of the app's folder among those of other apps. */
const folderName = 'burr-desktop'

/** Where the app keeps its data: the option, the environment, or the place the platform has for it. */
export function defaultDataFolder(given: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const chosen = [given, env['BURR_DESKTOP_DATA_DIR']].find((folder) => folder !== undefined && folder !== '')
  if (chosen !== undefined) return resolve(chosen)
  const home = env['HOME'] ?? homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', folderName)
  if (process.platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), folderName)
  const config = env['XDG_CONFIG_HOME']
  return join(config !== undefined && config !== '' ? config : join(home, '.config'), folderName)
}
