import type { Migration } from './migrate'
import { createFirstTables } from './indexTables'
import { createListIndexes } from './listIndexes'
import { createRunActions } from './runActions'

/** History of index.v1.db. */
export const indexMigrations: readonly Migration[] = [
  { to: 1, up: (connection) => connection.exec(createFirstTables) },
  { to: 2, up: (connection) => connection.exec(createListIndexes) },
  { to: 3, up: (connection) => connection.exec(createRunActions) }
]
