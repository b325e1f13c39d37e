import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '@shared/contract/contract'
import type { Input, MethodName, Output } from '@shared/contract/contract'
import { openReply } from '@shared/contract/reply'
import type { ReadDatabase, WriteDatabase } from '../database/connection'
import { closeDatabase, openReader, openWriter } from '../database/open'
import { answerRead } from './readerHandlers'

/** A workspace in a folder of its own, with the calls of a window. */
export interface TestWorkspace {
  readonly folder: string
  readonly writer: WriteDatabase
  readonly reader: ReadDatabase
  /** Answers as the reading thread does: input checked, reply opened from its text. */
  call<M extends MethodName>(method: M, input: Input<M>, nowUs?: number): Output<M>
  close(): void
}

/** Opens an empty workspace for a test. */
export function testWorkspace(): TestWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'burr-index-'))
  const writer = openWriter(folder)
  const reader = openReader(folder)
  return {
    folder,
    writer,
    reader,
    call: (method, input, nowUs) => {
      const context = nowUs === undefined ? { db: reader } : { db: reader, nowUs }
      return openReply(answerRead(context, method, contract[method].input.parse(input)))
    },
    close() {
      closeDatabase(reader)
      closeDatabase(writer)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
