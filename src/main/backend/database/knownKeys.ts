import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { nameObject } from './objectName'

/** How many objects that are not gone lie under each prefix whose text begins so; strays are under their project's folder. */
export function countByPrefix(db: AnyDatabase, beginning: string): { readonly prefix: string; readonly count: number }[] {
  const sql = `/* countByPrefix */ SELECT text AS prefix, object_count AS count FROM hour_prefix
    WHERE text >= ? AND text < ? || char(0x10ffff) AND object_count > 0 ORDER BY text`
  return statement<[string, string], { prefix: string; count: number }>(db.index, sql).all(beginning, beginning)
}

/** The keys of one prefix that are not gone, in byte order. */
export function keysOfPrefix(db: AnyDatabase, prefix: string): string[] {
  const sql = `/* keysOfPrefix */ SELECT hour_prefix.text || object.rest AS key FROM hour_prefix JOIN object USING (prefix_id)
    WHERE hour_prefix.text = ? AND object.state <> 'gone' ORDER BY object.rest`
  return statement<[string], { key: string }>(db.index, sql).all(prefix).map(({ key }) => key)
}

/** How many of the keys are in the index with another ETag than they are listed with now. */
export function countRewritten(db: AnyDatabase, listed: readonly { readonly key: string; readonly etag: string }[]): number {
  const asked = listed.map(({ key, etag }) => {
    const { prefix, rest } = nameObject(key)
    return [prefix, rest, etag]
  })
  const sql = `/* countRewritten */ SELECT count(*) AS count FROM json_each(?) AS asked
    JOIN hour_prefix ON hour_prefix.text = asked.value ->> 0
    JOIN object ON object.prefix_id = hour_prefix.prefix_id AND object.rest = asked.value ->> 1
    WHERE object.state IN ('indexed', 'ignored') AND object.etag <> asked.value ->> 2`
  return statement<[string], { count: number }>(db.index, sql).get(JSON.stringify(asked))?.count ?? 0
}
