import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '@shared/contract/contract'
import { portableExport } from '@shared/contract/portable'
import type { PortableExport } from '@shared/contract/portable'
import type { Input, MethodName, Output } from '@shared/contract/contract'
import { openReply } from '@shared/contract/reply'
import type { RunKey } from '@shared/model/run'
import type { ReadDatabase } from '../database/connection'
import { closeDatabase, openReader } from '../database/open'
import { readAllRunKeys } from '../database/portableReads'
import { answerRead } from '../handlers/readerHandlers'
import { fillWorkspace, toFetched } from './fillWorkspace'
import type { WorkspacePart } from './fillWorkspace'

/** The instant all tests of this folder take as now. */
export const nowUs = Date.UTC(2026, 10, 22, 18) * 1000
export const signal: AbortSignal = new AbortController().signal

/** Folders of one test file. */
export class TestFolders {
  readonly #root = mkdtempSync(join(tmpdir(), 'burr-portable-'))
  #count = 0

  /** A path that does not exist yet. */
  path(name = 'place'): string {
    return join(this.#root, `${(this.#count += 1)}-${name}`)
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true })
  }
}

/** An object as the seed generator gives it. */
interface SeedObject {
  readonly key: string
  readonly body: string | Uint8Array
  readonly metadata: Readonly<Record<string, string>>
  readonly timeUs: number
}

/** Objects of the seed generator as parts of a workspace. */
export async function* partsOf(objects: Iterable<SeedObject>): AsyncGenerator<WorkspacePart, void, undefined> {
  for (const { key, body, metadata, timeUs } of objects) {
    yield { object: toFetched({ key, bytes: Buffer.from(body), modifiedUs: timeUs, tracker: metadata['tracker_id'] ?? null }) }
  }
}

/** Fills a folder and gives its runs, newest first. */
export async function filled(folder: string, parts: AsyncIterable<WorkspacePart>): Promise<RunKey[]> {
  await fillWorkspace(folder, parts, { signal })
  return reading(folder, (db) => readAllRunKeys(db, 100_000))
}

/** Opens a workspace for reading, does the work and closes it. */
export async function reading<Result>(folder: string, work: (db: ReadDatabase) => Promise<Result> | Result): Promise<Result> {
  const db = openReader(folder)
  try {
    return await work(db)
  } finally {
    closeDatabase(db)
  }
}

/** An export with its defaults. */
export function exportOf(request: Partial<PortableExport>): PortableExport {
  return portableExport.parse(request)
}

/** A call as a window makes it. */
export function callOn<M extends MethodName>(db: ReadDatabase, method: M, input: Input<M>): Output<M> {
  return openReply(answerRead({ db, nowUs }, method, contract[method].input.parse(input)))
}
