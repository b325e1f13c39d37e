import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, app, nativeTheme, powerMonitor, session } from 'electron'
import type { Change } from '@shared/contract/change'
import { ownArguments, readStartOptions } from './arguments'
import { startBackend } from './backend/host'
import type { Backend } from './backend/host'
import { answerCall } from './calls'
import { isCommand, runCommand } from './cli'
import { defaultDataFolder } from './cli/dataFolder'
import { watchPage } from './crash'
import { handleLinks } from './deepLinks'
import { handleCalls, isOwnFrame } from './ipc'
import { Log, logLevelOf } from './log/log'
import { setMenu } from './menu'
import { handleOpening } from './opening'
import { denyPermissions, fetchNoDictionaries } from './permissions'
import { handleScheme, registerScheme } from './protocol'
import { openSettings } from './settingsKeeper'
import type { SettingsKeeper } from './settingsKeeper'
import { themeSource } from './themeSource'
import { closeBeforeQuit, startAgainIfClosing } from './quit'
import { reportFile, writeReport } from './reportCommand'
import { forkSnapshotChild, startSnapshotChild } from './snapshotChild'
import { checkForUpdates, loadUpdater } from './updates'
import { openWindow } from './window'

const here = import.meta.dirname
const own = ownArguments(process.argv, app.isPackaged)
const devUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)

function broadcast(change: Change): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send('burr:change', change)
}

// Electron would name the folder after the product; the headless commands must find the same one.
function chooseDataFolder(given: string | null): string {
  const folder = defaultDataFolder(given ?? undefined, process.env)
  // What runs logged is for nobody else on this computer.
  process.umask(0o077)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
  return folder
}

function lost(name: string, error: Error | null, restarted: boolean): void {
  process.stderr.write(`The ${name} thread ended${restarted ? ' and was started again' : ''}: ${error?.stack ?? 'no reason given'}\n`)
  broadcast({ kind: 'workspace' })
}

/** The threads load while nothing waits for the machine: once the window has painted, or after this long without a paint. */
const paintLimitMs = 1_500

function firstPaint(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.once('ready-to-show', () => resolve())
    setTimeout(resolve, paintLimitMs)
  })
}

/** Ties the backend to what happens around it: settings, sleep, and the end. */
function tie(backend: Backend, settings: SettingsKeeper): void {
  settings.onConnectionChanged((values) => backend.configure(values))
  powerMonitor.on('suspend', () => backend.suspend())
  powerMonitor.on('resume', () => backend.resume())
  closeBeforeQuit(backend)
}

async function startWindowed(): Promise<void> {
  const options = readStartOptions(own)
  Object.assign(process.env, options.environment)
  const dataFolder = chooseDataFolder(options.dataFolder)
  const report = reportFile(own)
  if (report !== null) return app.exit(writeReport(report, dataFolder, openSettings(dataFolder, broadcast).effective()))
  if (!app.requestSingleInstanceLock()) return app.quit()
  const log = new Log(dataFolder, logLevelOf(process.env))
  log.listenToStderr()
  registerScheme()
  // Root has no sandbox to offer: Chromium's helpers would refuse to start at all.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  const settings = openSettings(dataFolder, broadcast)
  nativeTheme.themeSource = themeSource(settings.effective().values.theme)
  await app.whenReady()

  denyPermissions(session.defaultSession)
  fetchNoDictionaries(session.defaultSession)
  handleScheme(join(here, '../renderer'))
  setMenu()
  const open = (): BrowserWindow => {
    const opened = openWindow({ dataFolder, preload: join(here, '../preload/index.cjs'), devUrl })
    watchPage(opened, log)
    return opened
  }
  const window = open()
  const backend = firstPaint(window).then(async () => {
    const { values } = settings.effective()
    const running = await startBackend({
      dataFolder,
      settings: values,
      threadFiles: { indexer: join(here, 'indexerThread.js'), reader: join(here, 'readerThread.js'), portable: join(here, 'portableThread.js') },
      forkChild: () => forkSnapshotChild(join(here, 'snapshotChild.js')),
      onChange: broadcast,
      onLost: lost
    })
    // Changed while the threads were being started.
    if (settings.effective().values !== values) running.configure(settings.effective().values)
    return running
  })
  handleOpening({ backend, own, isOwnFrame: (frame) => isOwnFrame(frame, devUrl) })
  const pageListens = new Promise<void>((resolve) => void window.webContents.once('did-finish-load', () => resolve()))
  handleLinks({ own, bucket: () => settings.effective().values.bucket, tell: broadcast, ready: pageListens })
  handleCalls((method, input, event) => answerCall({ backend, settings, dataFolder }, method, input, event), devUrl)
  backend.then((running) => tie(running, settings)).catch(fail)
  void firstPaint(window).then(() => checkForUpdates({ isPackaged: app.isPackaged, resources: process.resourcesPath, load: loadUpdater }))

  app.on('second-instance', () => {
    if (startAgainIfClosing()) return
    const window = BrowserWindow.getAllWindows()[0] ?? open()
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

async function startCommand(): Promise<void> {
  const startChild = startSnapshotChild(join(here, 'snapshotChild.js'))
  app.exit(await runCommand(own, { stdout: process.stdout, stderr: process.stderr, env: process.env, startChild }))
}

function fail(error: unknown): void {
  process.stderr.write(`Burr Desktop could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  app.exit(1)
}

if (isCommand(own)) startCommand().catch(fail)
else startWindowed().catch(fail)
