import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { dialog } from 'electron'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import type { LocalFolders, LocalRunFolder, SavedFolders } from '@shared/contract/reproduce'
import { openReply } from '@shared/contract/reply'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { Backend } from './backend/host'

/** Where Burr's local tracker keeps its runs unless it is told otherwise. */
const burrsOwn = join(homedir(), '.burr')

/** Asks for a folder and writes a run there as Burr's local tracker has it; `null` = none was chosen. */
export async function saveFolder(window: BrowserWindow | null, backend: Pick<Backend, 'call'>, wanted: { readonly run: RunKey; readonly build: number }): Promise<SavedFolders | null> {
  const folders = openReply<LocalFolders>(await backend.call('reproduce.files', wanted))
  const options: OpenDialogOptions = {
    title: 'Where to save the run',
    buttonLabel: 'Save here',
    defaultPath: existsSync(burrsOwn) ? burrsOwn : homedir(),
    properties: ['openDirectory', 'createDirectory', 'showHiddenFiles']
  }
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  const [storageDir] = filePaths
  if (canceled || storageDir === undefined) return null
  const leftOut = folders.leftOut + (await writeFolders(storageDir, folders))
  const appId = folders.runs[0]?.folder ?? ''
  return { storageDir, isBurrsOwn: storageDir === burrsOwn, project: folders.project, appId, runCount: folders.runs.length, leftOut }
}

/** Writes the folders below that of their project; the first must be new, others that are there stay as they are. Gives how many those are. */
export async function writeFolders(storageDir: string, { project, runs }: LocalFolders): Promise<number> {
  const parent = join(storageDir, project)
  const [first] = runs
  if (first !== undefined && existsSync(join(parent, first.folder))) {
    throw new AppError({ code: 'invalid-input', message: `${first.folder} is already in ${basename(storageDir)}/${project}.`, action: 'Choose another folder, or remove that one first: a run that is there is never written into.' })
  }
  let there = 0
  try {
    await mkdir(parent, { recursive: true })
    for (const run of runs) {
      if (existsSync(join(parent, run.folder))) there++
      else await writeRun(parent, run)
    }
  } catch (error) {
    throw new AppError({
      code: error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'disk-full' : 'access-denied',
      message: `The run could not be saved: ${error instanceof Error ? error.message : String(error)}.`,
      action: 'Choose another folder.',
      cause: error
    })
  }
  return there
}

// Under a name that Burr skips until it is whole; Burr takes the folder's time for that of the run.
async function writeRun(parent: string, { folder, files, lastTimeUs }: LocalRunFolder): Promise<void> {
  const unfinished = await mkdtemp(join(parent, '.unfinished-'))
  try {
    for (const { name, text } of files) await writeFile(join(unfinished, name), text, { flag: 'wx' })
    const time = new Date(Math.max(0, Math.floor(lastTimeUs / 1000)))
    await utimes(unfinished, time, time)
    await rename(unfinished, join(parent, folder))
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}
