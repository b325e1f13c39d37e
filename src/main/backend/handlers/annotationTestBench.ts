import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '@shared/contract/contract'
import type { Input, MethodName, Output } from '@shared/contract/contract'
import type { Change } from '@shared/contract/change'
import { openReply } from '@shared/contract/reply'
import { defaultSettings } from '@shared/model/settings'
import { closeDatabase, openReader, openWriter } from '../database/open'
import { UserStore } from '../database/userStore'
import { answerIndexing } from './indexerHandlers'
import { answerRead } from './readerHandlers'

/** A workspace whose two threads' calls are answered in this process. */
export interface AnnotationBench {
  readonly folder: string
  readonly changes: Change[]
  /** The clock of the writing side, in milliseconds. */
  nowMs: number
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  /** Closes the writing side, as at quitting; the next write opens it again. */
  closeUser(): void
  close(): void
}

/** Opens a workspace with an empty index and no annotations. */
export function annotationBench(): AnnotationBench {
  const folder = mkdtempSync(join(tmpdir(), 'burr-user-'))
  closeDatabase(openWriter(folder))
  const changes: Change[] = []
  let store: UserStore | null = null
  const bench: AnnotationBench = {
    folder,
    changes,
    nowMs: Date.parse('2026-11-22T10:00:00Z'),
    async call(method, input) {
      const parsed: unknown = contract[method].input.parse(input)
      if (contract[method].at === 'indexer') {
        const none = (): never => {
          throw new Error('No session in this test.')
        }
        const context = {
          settings: defaultSettings,
          session: none,
          status: none,
          snapshots: none,
          desk: none,
          user: () => (store ??= new UserStore(folder, () => bench.nowMs)),
          emit: (change: Change) => void changes.push(change)
        }
        return openReply(await answerIndexing(context, method, parsed))
      }
      const db = openReader(folder)
      try {
        return openReply(answerRead({ db }, method, parsed))
      } finally {
        closeDatabase(db)
      }
    },
    closeUser() {
      store?.close()
      store = null
    },
    close() {
      bench.closeUser()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return bench
}
