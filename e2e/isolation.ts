import { mkdir, mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a process needs from the machine to start at all; everything else stays outside. */
const passedOn = ['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'LANG', 'TZ', 'TMPDIR', 'SystemRoot', 'TEMP']

/** A fresh folder that holds all an app under test may read or write: `home`, `dataDir`, AWS files that do not exist. */
export interface Sandbox {
  readonly folder: string
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
}

// Two apps on one display would take the focus from each other.
const displays = (process.env['BURR_TEST_DISPLAYS'] ?? '').split(',').filter(Boolean)
const own = displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? '0')]
if (own !== undefined) process.env['DISPLAY'] = own

/** Makes an empty sandbox; nothing of the machine's AWS or Burr configuration can be seen from inside it. */
export const makeSandbox = async (): Promise<Sandbox> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'burr-desktop-e2e-')))
  const home = join(folder, 'home')
  const dataDir = join(folder, 'data')
  await Promise.all([mkdir(home), mkdir(dataDir)])
  const machine = Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    })
  )
  const env = {
    ...machine,
    HOME: home,
    USERPROFILE: home,
    AWS_CONFIG_FILE: join(home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true'
  }
  return { folder, dataDir, env }
}
