import type Database from 'better-sqlite3'

/** One open SQLite file. */
export type Connection = Database.Database

declare const access: unique symbol

/** The writing side of a workspace: there is one in a process, and one process in a data folder. */
export interface WriteDatabase {
  readonly [access]: 'write'
  readonly folder: string
  readonly index: Connection
  readonly content: Connection
  readonly lock: Connection
}

/** A reading side of a workspace: sees what is committed, can change nothing, waits for nobody. */
export interface ReadDatabase {
  readonly [access]: 'read'
  readonly folder: string
  readonly index: Connection
  readonly content: Connection
}

/** Either side: what reading functions take. */
export type AnyDatabase = WriteDatabase | ReadDatabase

const prepared = new WeakMap<Connection, Map<string, Database.Statement>>()

/** The statement of that text, prepared once a connection. The text begins with its name in a comment, so that a slow one is found. */
export function statement<Parameters extends unknown[], Row = unknown>(
  connection: Connection,
  sql: string
): Database.Statement<Parameters, Row> {
  let known = prepared.get(connection)
  if (known === undefined) prepared.set(connection, (known = new Map()))
  let found = known.get(sql)
  if (found === undefined) known.set(sql, (found = connection.prepare(sql)))
  return found as Database.Statement<Parameters, Row>
}

/** Runs the work in one transaction that takes the write lock at once; all of it is committed or, when it throws, none. */
export function transact<Result>(connection: Connection, work: () => Result): Result {
  if (connection.inTransaction) return work()
  return connection.transaction(work).immediate()
}
