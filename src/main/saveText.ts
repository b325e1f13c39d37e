import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow, SaveDialogOptions } from 'electron'
import { AppError } from '@shared/errors'

/** Asks where to save a text and writes it there, whole or not at all; gives the name chosen, `null` = none was. */
export async function saveText(window: BrowserWindow | null, { fileName, text }: { readonly fileName: string; readonly text: string }): Promise<{ savedAs: string | null }> {
  const extension = fileName.split('.').at(-1) ?? 'txt'
  const options: SaveDialogOptions = {
    defaultPath: join(app.getPath('downloads'), fileName),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory']
  }
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  if (canceled || filePath === '') return { savedAs: null }
  try {
    await writeWhole(filePath, text)
  } catch (error) {
    throw new AppError({
      code: error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'disk-full' : 'access-denied',
      message: `${basename(filePath)} could not be saved: ${error instanceof Error ? error.message : String(error)}.`,
      action: 'Choose another place.',
      cause: error
    })
  }
  return { savedAs: basename(filePath) }
}

/** Writes a new file beside the place and renames it there: a link in that place is replaced, never followed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`
  const file = await open(unfinished, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    await file.writeFile(text, 'utf8')
    await file.sync()
    await file.close()
    await rename(unfinished, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(unfinished, { force: true })
    throw error
  }
}
