import { basename } from 'node:path'
import type { Change } from '@shared/contract/change'
import type { PortableExport, PortableSelection } from '@shared/contract/portable'
import { AppError, toErrorShape } from '@shared/errors'
import type { ExportOutcome, ExportPreview, OpenedFile, PortableStatus, PortableWork } from '@shared/model/portable'
import type { StartChild } from '../snapshot/child'
import { kindOfPath } from './kindOfPath'
import type { OpenedFacts } from './openFile'
import { makeOpenedFolder, removeForgottenFolders, removeOpenedFolder } from './openedFolders'
import { runPortable } from './portableWork'
import type { PortableRequest, PortableResults } from './portableWork'

/** What opened files and exports need of the backend. */
export interface PortableOptions {
  readonly dataFolder: string
  /** Built file of `portableThread`. */
  readonly threadFile: string
  readonly startChild: StartChild
  /** The workspace of the bucket; `null` = none is chosen. */
  live(): { readonly folder: string; readonly bucket: string } | null
  /** Lets the reading side answer from this folder from now on; `null` = from the live workspace. */
  show(folder: string | null): void
  onChange(change: Change): void
}

interface Shown {
  readonly folder: string
  readonly file: OpenedFile
  /** Ends the filling in of words. */
  readonly stop: AbortController
}

/** Exports runs into files and shows opened ones in the place of the workspace, which goes on being indexed meanwhile. */
export class PortableFiles {
  readonly #options: PortableOptions
  #shown: Shown | null = null
  #work: { readonly told: PortableWork; readonly stop: AbortController } | null = null
  #report: PortableStatus['report'] = null
  #error: PortableStatus['error'] = null
  #nextId = 1

  constructor(options: PortableOptions) {
    this.#options = options
    removeForgottenFolders(options.dataFolder)
  }

  /** Whether an opened file stands in the place of the workspace: then nothing can be written. */
  get isShown(): boolean {
    return this.#shown !== null
  }

  status(): PortableStatus {
    return { opened: this.#shown?.file ?? null, work: this.#work?.told ?? null, report: this.#report, error: this.#error }
  }

  async preview(selection: PortableSelection): Promise<ExportPreview> {
    // The last question counts: whoever asks again does not wait for the first answer.
    if (this.#work?.told.kind === 'preview') this.cancel()
    return await this.#run({ work: 'preview', workspace: this.#workspace(), selection }, 'preview', '')
  }

  /** Writes a file over what is at the path, which a person chose. */
  async export(request: PortableExport, path: string): Promise<ExportOutcome> {
    const outcome = await this.#run({ work: 'export', workspace: this.#workspace(), request, path }, 'export', basename(path))
    return { fileName: basename(path), ...outcome }
  }

  /** Opens a file or folder and shows it; `null` when it is the database of a server, which is only reported on. What goes wrong is in the status, too. */
  async open(path: string, { isSample = false } = {}): Promise<OpenedFile | null> {
    this.dismiss()
    try {
      if ((await kindOfPath(path)) !== 'server-database') return await this.#openRuns(path, isSample)
      // Only this needs what knows databases, which the main process does without.
      const { reportServer } = await import('./reportServer')
      this.#report = await reportServer(path, { workspace: this.#options.live(), startChild: this.#options.startChild, signal: new AbortController().signal })
      this.#tell()
      return null
    } catch (error) {
      const shape = toErrorShape(error)
      if (shape.code !== 'cancelled') this.#error = shape
      this.#tell()
      throw error
    }
  }

  /** Goes back to the live workspace. */
  close(): void {
    const shown = this.#shown
    if (shown === null) return
    this.#shown = null
    shown.stop.abort()
    this.#options.show(null)
    this.#tell({ kind: 'workspace' })
    // The reading side lets go of it when it takes the message.
    setTimeout(() => removeOpenedFolder(shown.folder), removeAfterMs).unref()
  }

  cancel(): void {
    this.#work?.stop.abort(new AppError({ code: 'cancelled', message: 'Cancelled.' }))
  }

  dismiss(): void {
    this.#report = null
    this.#error = null
    this.#tell()
  }

  /** Ends all work and removes what is opened. */
  end(): void {
    this.cancel()
    this.#shown?.stop.abort()
    if (this.#shown !== null) removeOpenedFolder(this.#shown.folder)
    this.#shown = null
  }

  #workspace(): string {
    const folder = this.#shown?.folder ?? this.#options.live()?.folder
    if (folder !== undefined) return folder
    throw new AppError({ code: 'not-configured', message: 'No bucket is chosen yet.', action: 'Choose one in Settings.' })
  }

  async #openRuns(path: string, isSample: boolean): Promise<OpenedFile> {
    const folder = makeOpenedFolder(this.#options.dataFolder)
    const stop = new AbortController()
    try {
      return await new Promise<OpenedFile>((resolve, reject) => {
        const show = (facts: OpenedFacts): void => resolve(this.#show({ folder, stop, file: { ...facts, id: `${Date.now()}-${this.#nextId++}`, isSample } }))
        this.#run({ work: 'open', path, folder }, 'open', basename(path), { stop, onReady: show }).catch(reject)
      })
    } catch (error) {
      removeOpenedFolder(folder)
      throw error
    }
  }

  #show(shown: Shown): OpenedFile {
    const before = this.#shown
    this.#shown = shown
    before?.stop.abort()
    this.#options.show(shown.folder)
    this.#tell({ kind: 'workspace' })
    if (before !== null) setTimeout(() => removeOpenedFolder(before.folder), removeAfterMs).unref()
    return shown.file
  }

  async #run<Work extends PortableRequest['work']>(
    request: Extract<PortableRequest, { work: Work }>, kind: PortableWork['kind'], name: string,
    { stop = new AbortController(), onReady }: { readonly stop?: AbortController; readonly onReady?: (facts: OpenedFacts) => void } = {}
  ): Promise<PortableResults[Work]> {
    const own = { told: { kind, name, done: 0, total: 0 }, stop }
    this.#work = own
    this.#tell()
    const finished = (): void => {
      if (this.#work?.stop === stop) this.#work = null
      this.#tell()
    }
    try {
      return await runPortable<Work>(this.#options.threadFile, request, {
        signal: stop.signal,
        onMessage: (message) => {
          if (message.type === 'ready') {
            // What follows is the search's: the file can be read.
            finished()
            onReady?.(message.facts)
          }
          if (message.type !== 'progress' || this.#work?.stop !== stop) return
          this.#work = { told: { kind, name, done: message.done, total: message.total }, stop }
          this.#tell()
        }
      })
    } finally {
      finished()
    }
  }

  #tell(change: Change = { kind: 'portable' }): void {
    this.#options.onChange(change)
  }
}

const removeAfterMs = 2000
