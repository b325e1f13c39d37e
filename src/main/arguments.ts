import { parseArgs } from 'node:util'

/** The options a window can be started with; each stands for the environment variable of the same setting. */
export interface StartOptions {
  readonly dataFolder: string | null
  /** Environment variables that the options stand for. */
  readonly environment: Readonly<Record<string, string>>
}

const variables = {
  bucket: 'BURR_S3_BUCKET',
  profile: 'AWS_PROFILE',
  region: 'AWS_REGION',
  'endpoint-url': 'AWS_ENDPOINT_URL'
} as const

/** What the launcher of the Linux package puts before a headless command (scripts/packaging/launcher.sh). */
const launcherSwitches = new Set(['--no-sandbox', '--ozone-platform=headless', '--disable-gpu', '--log-level=3'])

/** The person's own arguments: what stands behind the program, and in development behind the app's folder too. */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  if (isPackaged) return argv.slice(1).filter((argument) => !launcherSwitches.has(argument))
  const app = argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'))
  return app < 0 ? [] : argv.slice(app + 1)
}

/** Reads the options of a window's start; what is not known (Chromium has switches of its own) is passed over. */
export function readStartOptions(own: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...own],
    strict: false,
    options: {
      'data-dir': { type: 'string' },
      bucket: { type: 'string' },
      profile: { type: 'string' },
      region: { type: 'string' },
      'endpoint-url': { type: 'string' }
    }
  })
  const environment: Record<string, string> = {}
  for (const [option, variable] of Object.entries(variables)) {
    const value = values[option]
    if (typeof value === 'string' && value !== '') environment[variable] = value
  }
  const dataFolder = values['data-dir']
  return { dataFolder: typeof dataFolder === 'string' && dataFolder !== '' ? dataFolder : null, environment }
}
