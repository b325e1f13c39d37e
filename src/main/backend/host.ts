import { contract } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import type { Change } from '@shared/contract/change'
import { AppError, assertNever } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { Settings } from '@shared/model/settings'
import { placedSettings } from './aws/place'
import type { KeptChild } from './snapshot/childRelay'
import { keptChildStart } from './snapshot/childRelay'
import { PortableFiles } from './portable/portableFiles'
import { refuseReadOnly } from './portable/readOnly'
import { Thread } from './thread'
import { workspaceFolder } from './workspace'

export type { KeptChild } from './snapshot/childRelay'

/** What the backend needs from whoever starts it. */
export interface HostOptions {
  readonly dataFolder: string
  readonly settings: Settings
  /** Absolute paths of the built thread files. */
  readonly threadFiles: { readonly indexer: string; readonly reader: string; readonly portable: string }
  /** Starts the built `snapshotChild` as a process of its own; the indexing thread forks it when this is left out. */
  readonly forkChild?: () => KeptChild
  onChange(change: Change): void
  onLost(name: string, error: Error | null, restarted: boolean): void
}

/** The backend as the rest of the main process sees it. */
export interface Backend {
  /** Forwards a call whose input was already checked; gives the reply's text. */
  call(method: MethodName, input: unknown): Promise<string>
  /** Exported and opened files. */
  readonly portable: PortableFiles
  configure(settings: Settings): void
  suspend(): void
  resume(): void
  close(): Promise<void>
}

/** The indexing thread may publish a last snapshot before it ends. */
const closeLimitsMs = { indexer: 12_000, reader: 4_000 }

/** Starts the two worker threads and gives the handle that forwards to them. */
export async function startBackend(options: HostOptions): Promise<Backend> {
  let settings = await placedSettings(options.settings, process.env)
  let configuring = Promise.resolve()
  let shown: string | null = null
  const open = (name: 'indexer' | 'reader'): Thread =>
    new Thread({
      name,
      file: options.threadFiles[name],
      start: () => ({ dataFolder: options.dataFolder, settings, keepsChildren: options.forkChild !== undefined, shown: name === 'reader' ? shown : null }),
      closeLimitMs: closeLimitsMs[name],
      ...(name === 'indexer' && options.forkChild !== undefined ? { forkChild: options.forkChild } : {}),
      onChange: (change) => options.onChange(change),
      onDamaged: () => indexer.send({ type: 'damaged' }),
      onLost: (lost, error, restarted) => options.onLost(lost, error, restarted)
    })
  const indexer = open('indexer')
  const reader = open('reader')
  const portable = new PortableFiles({
    dataFolder: options.dataFolder,
    threadFile: options.threadFiles.portable,
    startChild: keptChildStart(options.forkChild ?? noChildren),
    live: () => (settings.bucket === '' ? null : { folder: workspaceFolder(options.dataFolder, settings), bucket: settings.bucket }),
    show: (folder) => {
      shown = folder
      reader.send({ type: 'show', folder })
    },
    onChange: (change) => options.onChange(change)
  })

  return {
    portable,
    call(method, input) {
      const at = contract[method].at
      switch (at) {
        case 'reader':
          // Its input was checked at the door.
          if (method === 'runs.get' && !portable.isShown) indexer.send({ type: 'used', run: input as RunKey })
          return reader.call(method, input)
        case 'indexer':
          if (portable.isShown) refuseReadOnly(method)
          return indexer.call(method, input)
        case 'main':
          throw new Error(`${method} is answered by the main process, not by a thread.`)
        default:
          return assertNever(at)
      }
    },
    configure(next) {
      configuring = configuring.then(async () => {
        settings = await placedSettings(next, process.env)
        indexer.send({ type: 'configure', settings })
        reader.send({ type: 'configure', settings })
      })
    },
    suspend: () => indexer.send({ type: 'suspend' }),
    resume: () => indexer.send({ type: 'resume' }),
    async close() {
      portable.end()
      await Promise.all([indexer.close(), reader.close()])
    }
  }
}

function noChildren(): never {
  throw new AppError({ code: 'internal', message: 'This program cannot start the process that reads such a file.' })
}
