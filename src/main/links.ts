import { domainToUnicode } from 'node:url'
import { BrowserWindow, dialog, shell } from 'electron'
import { AppError } from '@shared/errors'

/** Longest address that is opened. */
const longestUrl = 2048

/** The address if it may be opened in the browser: http or https, without credentials; `null` otherwise. */
export function openableUrl(text: string): URL | null {
  if (text.length > longestUrl || !URL.canParse(text)) return null
  const url = new URL(text)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' && url.hostname !== '' ? url : null
}

/** Shows where a link leads, in both spellings of its host, and opens it in the browser when the person agrees. */
export async function openLink(window: BrowserWindow | null, text: string): Promise<void> {
  const url = openableUrl(text)
  if (url === null) {
    throw new AppError({ code: 'invalid-input', message: 'Only http and https links without a password are opened.' })
  }
  const readable = domainToUnicode(url.hostname)
  const detail = readable === url.hostname ? url.href : `${url.href}\n\nHost in readable form: ${readable}`
  const options = {
    type: 'question' as const,
    buttons: ['Open in browser', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    message: `Open ${url.hostname}?`,
    detail
  }
  const answer = window === null ? await dialog.showMessageBox(options) : await dialog.showMessageBox(window, options)
  if (answer.response === 0) await shell.openExternal(url.href)
}
