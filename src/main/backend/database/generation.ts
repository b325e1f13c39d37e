import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'

/** Grows with every transaction that changed what the index says of the bucket. */
export function readGeneration(db: AnyDatabase): number {
  return readMeta(db, 'generation') ?? 0
}

/** The generation that was last published from this index; `null` = none was. */
export function readPublished(db: AnyDatabase): number | null {
  return readMeta(db, 'published')
}

/** Notes which generation is in the bucket now. */
export function savePublished(db: WriteDatabase, generation: number): void {
  const sql = `/* savePublished */ INSERT INTO meta (name, value) VALUES ('published', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
  statement<[number]>(db.index, sql).run(generation)
}

function readMeta(db: AnyDatabase, name: string): number | null {
  const sql = '/* readMeta */ SELECT value FROM meta WHERE name = ?'
  return statement<[string], { value: number }>(db.index, sql).get(name)?.value ?? null
}
