import { contract } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import type { Change } from '@shared/contract/change'
import { assertNever } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { Settings } from '@shared/model/settings'
import { placedSettings } from './aws/place'
import type { KeptChild } from './snapshot/childRelay'
import { Thread } from './thread'

export type { KeptChild } from './snapshot/childRelay'

/** What the backend needs from whoever starts it. */
export interface HostOptions {
  readonly dataFolder: string
  readonly settings: Settings
  /** Absolute paths of the built thread files. */
  readonly threadFiles: { readonly indexer: string; readonly reader: string }
  /** Starts the built `snapshotChild` as a process of its own; the indexing thread forks it when this is left out. */
  readonly forkChild?: () => KeptChild
  onChange(change: Change): void
  onLost(name: string, error: Error | null, restarted: boolean): void
}

/** The backend as the rest of the main process sees it. */
export interface Backend {
  /** Forwards a call whose input was already checked; gives the reply's text. */
  call(method: MethodName, input: unknown): Promise<string>
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
  const open = (name: 'indexer' | 'reader'): Thread =>
    new Thread({
      name,
      file: options.threadFiles[name],
      start: () => ({ dataFolder: options.dataFolder, settings, keepsChildren: options.forkChild !== undefined }),
      closeLimitMs: closeLimitsMs[name],
      ...(name === 'indexer' && options.forkChild !== undefined ? { forkChild: options.forkChild } : {}),
      onChange: (change) => options.onChange(change),
      onDamaged: () => indexer.send({ type: 'damaged' }),
      onLost: (lost, error, restarted) => options.onLost(lost, error, restarted)
    })
  const indexer = open('indexer')
  const reader = open('reader')

  return {
    call(method, input) {
      const at = contract[method].at
      switch (at) {
        case 'reader':
          // Its input was checked at the door.
          if (method === 'runs.get') indexer.send({ type: 'used', run: input as RunKey })
          return reader.call(method, input)
        case 'indexer':
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
      await Promise.all([indexer.close(), reader.close()])
    }
  }
}
