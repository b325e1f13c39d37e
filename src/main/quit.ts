import { BrowserWindow, app } from 'electron'
import type { Backend } from './backend/host'

let closing = false
let isWantedAgain = false

/** Whether the app is on its way out. Whoever asks for it meanwhile gets a new one, started when this one has gone. */
export function startAgainIfClosing(): boolean {
  if (closing && !isWantedAgain) {
    isWantedAgain = true
    app.relaunch()
  }
  return closing
}

/**
 * Closes the backend before the app goes: the transaction under way is finished, and a last snapshot may be published for some
 * seconds. The windows are gone from sight at once.
 */
export function closeBeforeQuit(backend: Backend): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    if (closing) return
    closing = true
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    void backend.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}
