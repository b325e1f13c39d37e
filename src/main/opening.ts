import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { app, ipcMain } from 'electron'
import type { WebFrameMain } from 'electron'
import { errorReply, okReply } from '@shared/contract/reply'
import { AppError, toErrorShape } from '@shared/errors'
import { ownArguments } from './arguments'
import type { Backend } from './backend/host'

/** What opening files needs of the program. */
export interface OpeningOptions {
  readonly backend: Promise<Backend>
  /** The person's own arguments of this start. */
  readonly own: readonly string[]
  readonly isOwnFrame: (frame: WebFrameMain | null) => boolean
}

/** The file among arguments: the one that is no option and there; `null` = none. */
export function fileAmong(own: readonly string[], folder: string): string | null {
  const path = own.find((argument, at) => !argument.startsWith('-') && !isValue(own[at - 1]) && existsSync(resolve(folder, argument)))
  return path === undefined ? null : resolve(folder, path)
}

// Behind an option that takes a value stands no file to be opened.
function isValue(before: string | undefined): boolean {
  return before !== undefined && /^--(?:data-dir|bucket|profile|region|endpoint-url)$/.test(before)
}

/** Opens what the program is started with, what a second start hands over, what the system hands over, and what is dropped on the window. */
export function handleOpening({ backend, own, isOwnFrame }: OpeningOptions): void {
  // What goes wrong is in the status of opened files, which the window shows.
  const open = (path: string | null): void => {
    if (path !== null) backend.then(({ portable }) => portable.open(path)).catch(() => undefined)
  }
  open(fileAmong(own, process.cwd()))
  app.on('second-instance', (_event, argv, folder) => open(fileAmong(ownArguments(argv, app.isPackaged), folder)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open(path)
  })
  // The path is the preload's, which has it from the system: a page cannot name one.
  ipcMain.handle('burr:drop', async (event, path: unknown): Promise<string> => {
    try {
      if (!isOwnFrame(event.senderFrame)) throw new AppError({ code: 'access-denied', message: 'This page may not call the app.' })
      if (typeof path !== 'string' || path === '') throw new AppError({ code: 'invalid-input', message: 'What was dropped is no file of this computer.' })
      return okReply(JSON.stringify(await (await backend).portable.open(path)))
    } catch (error) {
      return errorReply(toErrorShape(error))
    }
  })
}
