import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron'
import { AppError } from '@shared/errors'
import type { MainCalls } from './calls'

type PortableCalls = Pick<MainCalls, Extract<keyof MainCalls, `portable.${string}`>>

const extension = 'burrsnapshot'

/** The calls about exported and opened files: paths come from dialogs only, never from a page. */
export const portableCalls: PortableCalls = {
  'portable.preview': async ({ backend }, selection) => (await backend).portable.preview(selection),
  'portable.export': async ({ backend }, { fileName, ...request }, window) => {
    const path = await askWhereTo(window, fileName)
    return path === null ? null : await (await backend).portable.export(request, path)
  },
  'portable.open': async ({ backend }, { what }, window) => {
    const path = await askWhich(window, what)
    return path === null ? null : await (await backend).portable.open(path)
  },
  'portable.openSample': async ({ backend }) => {
    const opened = await (await backend).portable.open(samplePath(), { isSample: true })
    if (opened === null) throw new AppError({ code: 'damaged', message: 'The sample of this installation is not one.' })
    return opened
  },
  'portable.close': async ({ backend }) => {
    ;(await backend).portable.close()
    return null
  },
  'portable.status': async ({ backend }) => (await backend).portable.status(),
  'portable.cancel': async ({ backend }) => {
    ;(await backend).portable.cancel()
    return null
  },
  'portable.dismiss': async ({ backend }) => {
    ;(await backend).portable.dismiss()
    return null
  }
}

async function askWhereTo(window: BrowserWindow | null, fileName: string): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: join(app.getPath('downloads'), `${safeName(fileName)}.${extension}`),
    filters: [{ name: 'Burr snapshot', extensions: [extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory']
  }
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}

async function askWhich(window: BrowserWindow | null, what: 'file' | 'folder'): Promise<string | null> {
  const filters = [{ name: 'Burr snapshots, logs and databases', extensions: [extension, 'jsonl', 'db', 'sqlite3'] }, { name: 'All files', extensions: ['*'] }]
  const options: OpenDialogOptions = what === 'file' ? { filters, properties: ['openFile'] } : { properties: ['openDirectory', 'showHiddenFiles'] }
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}

// Ids of runs may hold anything; a file's name may not.
function safeName(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '').slice(0, 80)
  return plain === '' ? 'runs' : plain
}

function samplePath(): string {
  const places = [join(process.resourcesPath, `sample.${extension}`), join(app.getAppPath(), 'resources', `sample.${extension}`), join(import.meta.dirname, `../../resources/sample.${extension}`)]
  const found = places.find((path) => existsSync(path))
  if (found === undefined) throw new AppError({ code: 'not-found', message: 'The sample is missing in this installation.' })
  return found
}
