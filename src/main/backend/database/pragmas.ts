import type { Connection } from './connection'

/** "BURR" in ASCII: tells our files from any other SQLite file. */
export const applicationId = 0x42555252

/** Pragmas that a new file takes before its first page is written; `pageSizeBytes` cannot change afterwards. */
export function setCreationPragmas(connection: Connection, pageSizeBytes: number): void {
  connection.pragma(`page_size = ${pageSizeBytes}`)
  connection.pragma(`application_id = ${applicationId}`)
}

function setCommonPragmas(connection: Connection): void {
  connection.pragma('busy_timeout = 5000')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  connection.pragma('mmap_size = 0')
}

const usualCacheKib = 8 * 1024

/** What the one writing connection of a file needs: a commit that was acknowledged survives a power cut. `cacheKib` is the most it keeps of the file in memory. */
export function setWriterPragmas(connection: Connection, cacheKib = usualCacheKib): void {
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  if (process.platform === 'darwin') connection.pragma('checkpoint_fullfsync = 1')
  setCommonPragmas(connection)
  connection.pragma('wal_autocheckpoint = 1000')
  connection.pragma(`cache_size = -${cacheKib}`)
  connection.pragma('journal_size_limit = 67108864')
  connection.pragma('temp_store = MEMORY')
}

/** What a reading connection needs: it cannot write even by mistake. */
export function setReaderPragmas(connection: Connection): void {
  setCommonPragmas(connection)
  connection.pragma('query_only = ON')
}
