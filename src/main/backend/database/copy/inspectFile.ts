import { AppError } from '@shared/errors'
import { schemaVersion } from '../migrations/migrate'
import { readCopyFacts, withFile } from './takeCopy'
import type { CopyFacts } from './takeCopy'
import { schemaPrint, schemaPrints } from './schemaPrint'

/** Why a file is not taken as a snapshot. */
export type RefusalReason = 'header' | 'schema' | 'damaged' | 'values' | 'counts' | 'too-large' | 'crashed' | 'timed-out'

/** A file that is not taken; the message names what is wrong with it and never what it holds. */
export class Refusal extends AppError {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super({ code: 'damaged', message })
    this.name = 'Refusal'
    this.reason = reason
  }
}

/**
 * Looks through a file that anyone may have written: what it declares, then whether its pages and indexes agree. Throws a
 * {@link Refusal}. Only for a process that can be killed, because no statement can be stopped from outside.
 */
export function inspectFile(path: string): CopyFacts {
  return withFile(path, { readonly: true }, (connection) => {
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    connection.pragma('mmap_size = 0')
    connection.pragma('query_only = ON')
    const known = schemaPrints.get(refusing('schema', () => schemaVersion(connection)))
    if (known === undefined) throw new Refusal('schema', 'It is of a version that this program does not know.')
    if (refusing('schema', () => schemaPrint(connection)) !== known) throw new Refusal('schema', 'It declares something that an index does not.')
    for (const check of ['quick_check(1)', 'integrity_check(1)']) {
      if (refusing('damaged', () => connection.pragma(check, { simple: true })) !== 'ok') throw new Refusal('damaged', 'Its pages or indexes do not agree.')
    }
    return refusing('damaged', () => readCopyFacts(connection))
  })
}

/** Runs work on a foreign file: whatever SQLite says of it is a refusal. */
export function refusing<Result>(reason: RefusalReason, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(reason, error instanceof Error && 'code' in error ? `SQLite says ${String(error.code)}.` : 'It cannot be read.')
  }
}
