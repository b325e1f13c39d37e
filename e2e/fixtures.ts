import { rm } from 'node:fs/promises'
import { _electron, expect, test as base } from '@playwright/test'
import type { ElectronApplication, Page, TestInfo } from '@playwright/test'
import { electronRuntime } from '../scripts/runtime/electron.mjs'
import { isRoot, repoRoot } from '../scripts/runtime/paths.mjs'
import { makeSandbox } from './isolation'

/** How to start the app; every omitted part is fresh, empty and private to this launch. */
export interface LaunchOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Folder of the app's own files; give the one of an earlier launch to restart on it. */
  readonly dataDir?: string
  readonly colorScheme?: 'light' | 'dark'
}

/** A running app and its first window. */
export interface LaunchedApp {
  readonly app: ElectronApplication
  readonly window: Page
  readonly dataDir: string
  /** Gives and forgets the console and page errors so far; what nobody takes fails the test at its end. */
  readonly takeProblems: () => string[]
  /** Quits the app and waits until its process has ended. */
  readonly close: () => Promise<void>
}

/** Starts the real app. */
export type LaunchApp = (options?: LaunchOptions) => Promise<LaunchedApp>

const watch = (app: ElectronApplication, problems: string[]): void => {
  const onWindow = (page: Page): void => {
    page.on('pageerror', (error) => problems.push(`page error: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console error: ${message.text()}`)
    })
  }
  app.windows().forEach(onWindow)
  app.on('window', onWindow)
}

const attachEvidence = async (launched: LaunchedApp, output: readonly string[], info: TestInfo): Promise<void> => {
  if (info.status === info.expectedStatus) return
  await info.attach('main-process.log', { body: output.join(''), contentType: 'text/plain' })
  if (launched.window.isClosed()) return
  const path = info.outputPath('window.png')
  await launched.window.screenshot({ path })
  await info.attach('window.png', { path, contentType: 'image/png' })
}

// By these variables, and not by a path, Playwright finds Electron *and* holds its start until it listens.
Object.assign(process.env, electronRuntime().env)

const launch = async (options: LaunchOptions, output: string[], cleanUps: string[]): Promise<LaunchedApp> => {
  const sandbox = await makeSandbox()
  cleanUps.push(sandbox.folder)
  const dataDir = options.dataDir ?? sandbox.dataDir
  const app = await _electron.launch({
    args: [...(isRoot() ? ['--no-sandbox'] : []), repoRoot, ...(options.args ?? [])],
    env: { ...sandbox.env, BURR_DESKTOP_DATA_DIR: dataDir, ...options.env },
    colorScheme: options.colorScheme ?? 'light',
    timeout: 30_000
  })
  const problems: string[] = []
  watch(app, problems)
  app.process().stdout?.on('data', (text: Buffer) => output.push(text.toString()))
  app.process().stderr?.on('data', (text: Buffer) => output.push(text.toString()))
  let closed: Promise<void> | undefined
  return {
    app,
    window: await app.firstWindow(),
    dataDir,
    takeProblems: () => problems.splice(0),
    close: () => (closed ??= app.close())
  }
}

/** Playwright's `test` with `launchApp`, which starts real apps, watches them for errors and closes them at the end. */
export const test = base.extend<{ launchApp: LaunchApp }>({
  launchApp: async ({ colorScheme }, provide, info) => {
    const launched: LaunchedApp[] = []
    const output: string[] = []
    const cleanUps: string[] = []
    await provide(async (options = {}) => {
      const one = await launch({ colorScheme: colorScheme === 'dark' ? 'dark' : 'light', ...options }, output, cleanUps)
      launched.push(one)
      return one
    })
    const problems: string[] = []
    for (const one of launched) {
      await attachEvidence(one, output, info)
      problems.push(...one.takeProblems())
      await one.close()
    }
    for (const folder of cleanUps) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    expect(problems, 'errors that the app printed to its consoles').toEqual([])
  }
})

export { expect }
