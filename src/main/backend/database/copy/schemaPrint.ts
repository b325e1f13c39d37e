import { createHash } from 'node:crypto'
import type { Connection } from '../connection'

/** What a schema comes to: a hash over all that is declared in it, views, triggers and virtual tables included. */
export function schemaPrint(connection: Connection): string {
  const sql = `/* schemaPrint */ SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT ${declarationLimit}`
  const rows = connection.prepare<[], { type: string; name: string; tbl_name: string; sql: string | null }>(sql).all()
  const lines = rows.map((row) => JSON.stringify([row.type, row.name, row.tbl_name, row.sql])).toSorted()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** More than any version of ours declares; a schema with more is not ours, whatever comes behind. */
const declarationLimit = 1000

/** The print of every schema version of the index that can be restored. A test says when one has drifted. */
export const schemaPrints: ReadonlyMap<number, string> = new Map([
  [1, 'a838eab07f5e965b31cd64fbb01b6c87d805f8aed4addea00fec8997bf2ce43b'],
  [2, '9659c7712253b60cc3ea197d764fc3ff8ef2a7bae6a47e495aa769f83cbde101'],
  [3, '585ca98ccc7d1225f4c38fc1c694c7c8afd578ade0802ef1e8740c125c83f3c9']
])
