import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Log } from './log/log'

const restMs = 60_000
const clearUpMs = 100

/** What to do about a page that ended at `nowMs`, when earlier ones ended at these times: show it again, or ask first because that did not help. */
export function afterCrash(earlierMs: readonly number[], nowMs: number): 'reload' | 'ask' {
  return earlierMs.some((each) => nowMs - each < restMs) ? 'ask' : 'reload'
}

/** Brings a window's page back at the same place when its process ends; the second time within a minute a person decides. */
export function watchPage(window: BrowserWindow, log: Log): void {
  const crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log.write('error', 'window', `The page's process ended: ${reason} (${exitCode}).`)
    const nowMs = Date.now()
    const what = afterCrash(crashes, nowMs)
    crashes.push(nowMs)
    // The page's address holds the screen, the run and the step.
    // Chromium is still clearing up after the old process while it tells of its end.
    if (what === 'reload') setTimeout(() => { if (!window.isDestroyed()) window.webContents.reload() }, clearUpMs)
    else void ask(window)
  })
  window.on('unresponsive', () => log.write('warn', 'window', 'The page does not answer.'))
  window.on('responsive', () => log.write('warn', 'window', 'The page answers again.'))
}

async function ask(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Burr Desktop',
    message: 'This view ended twice within a minute.',
    detail: 'Something it shows may be too much for it. What is indexed and what you wrote is safe.',
    buttons: ['Start at the project list', 'Try this view again', 'Quit'],
    defaultId: 0,
    cancelId: 0
  })
  if (response === 2) return app.quit()
  if (response === 1) return window.webContents.reload()
  const address = new URL(window.webContents.getURL())
  address.hash = '#/projects'
  void window.loadURL(address.href)
}
