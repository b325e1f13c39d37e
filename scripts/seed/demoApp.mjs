import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronRuntime } from '../runtime/electron.mjs'
import { isRoot, repoRoot } from '../runtime/paths.mjs'
import { testEnv } from '../runtime/testEnv.mjs'

/** A throw-away folder for the app and `env`, by which the app finds the server; `remove()` takes the folder away. */
export const makeDemoFolder = async (server) => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'burr-desktop-demo-')))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  const env = {
    ...testEnv(folder),
    NODE_NO_WARNINGS: '1',
    BURR_DESKTOP_DATA_DIR: dataDir,
    BURR_S3_BUCKET: server.bucket,
    BURR_UPDATE_INTERVAL_MILLISECONDS: '3000',
    BURR_DESKTOP_FORCE_PATH_STYLE: 'true',
    AWS_ENDPOINT_URL: server.endpointUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'demo',
    AWS_SECRET_ACCESS_KEY: 'demo-secret'
  }
  return { env, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** What Electron is started with. */
export const electronArgs = () => [...(isRoot() ? ['--no-sandbox'] : []), repoRoot]

/** Starts the built app under Playwright and gives `{ app, page, close }`. */
export const driveApp = async (env) => {
  const { _electron } = await import('playwright')
  // By these variables, and not by a path, Playwright finds Electron and holds its start until it listens.
  Object.assign(process.env, electronRuntime().env)
  const app = await _electron.launch({ args: electronArgs(), env, timeout: 60_000 })
  const page = await app.firstWindow()
  return { app, page, close: () => app.close() }
}

/** Gives the window this size inside its frame, and the app this theme. */
export const dressWindow = async ({ app, page }, { width, height, theme }) => {
  await app.evaluate(({ BrowserWindow, nativeTheme }, look) => {
    nativeTheme.themeSource = look.theme
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(look.width, look.height)
  }, { width, height, theme })
  await page.emulateMedia({ colorScheme: theme })
  await page.waitForFunction((wanted) => window.innerWidth === wanted.width && window.innerHeight === wanted.height, { width, height }, { timeout: 10_000 })
}

/** Goes to a route such as `#/projects`. */
export const goTo = (page, hash) => page.evaluate((target) => {
  location.hash = target
}, hash)

/** Waits until a table shows a row of data: neither its head nor the shade of one that is loading. */
export const waitForRows = (page, timeout = 60_000) =>
  page.getByRole('row').filter({ hasNot: page.getByRole('columnheader'), hasText: /\S/ }).first().waitFor({ state: 'visible', timeout })
