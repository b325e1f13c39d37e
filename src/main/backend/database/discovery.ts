import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'
import { nameObject } from './objectName'
import type { ListedObject } from './objectName'

export type { ListedObject } from './objectName'

/**
 * Those of a listing page that the index has not dealt with: new keys, other ETags, keys that were gone, and failures whose time
 * to try again has come. One query a page.
 */
export function unknownObjects(
  db: WriteDatabase,
  listed: readonly ListedObject[],
  nowUs: number = Date.now() * 1000
): ListedObject[] {
  const asked = listed.map(({ key, etag }) => {
    const { prefix, rest } = nameObject(key)
    return [prefix, rest, etag]
  })
  const sql = `/* unknownObjects */
    SELECT asked.key AS position FROM json_each(?) AS asked
    WHERE NOT EXISTS (
      SELECT 1 FROM hour_prefix
      JOIN object ON object.prefix_id = hour_prefix.prefix_id AND object.rest = asked.value ->> 1
      LEFT JOIN set_aside ON set_aside.object_id = object.object_id
      WHERE hour_prefix.text = asked.value ->> 0
        AND object.etag = asked.value ->> 2
        AND (object.state IN ('indexed', 'ignored')
          OR (object.state = 'failed' AND (set_aside.retry_at_us IS NULL OR set_aside.retry_at_us > ?))))`
  const found = statement<unknown[], { position: number }>(db.index, sql).all(JSON.stringify(asked), nowUs)
  return found.flatMap(({ position }) => listed[position] ?? [])
}

/** Names of all projects the index knows, in byte order. */
export function listProjects(db: AnyDatabase): { readonly name: string }[] {
  const sql = '/* listProjects */ SELECT name FROM project ORDER BY name'
  return statement<[], { name: string }>(db.index, sql).all()
}
