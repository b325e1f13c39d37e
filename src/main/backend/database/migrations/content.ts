import type { Migration } from './migrate'

/** History of content.db: one row per object whose body is on this disk. */
export const contentMigrations: readonly Migration[] = [
  {
    to: 1,
    up: (connection) =>
      connection.exec(`
        CREATE TABLE body (
          object_id INTEGER PRIMARY KEY,
          -- First 8 bytes of SHA-256 over key and ETag: tells whether the row belongs to the object of that id.
          check_hash BLOB NOT NULL CHECK (length(check_hash) = 8),
          -- 0 = as it came, 1 = brotli.
          codec INTEGER NOT NULL CHECK (codec IN (0, 1)),
          raw_bytes INTEGER NOT NULL CHECK (raw_bytes >= 0),
          pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
          last_used_us INTEGER NOT NULL,
          bytes BLOB NOT NULL
        ) STRICT;`)
  },
  // Which body is given up next, without reading the bodies.
  { to: 2, up: (connection) => connection.exec('CREATE INDEX body_by_use ON body (last_used_us, object_id) WHERE pinned = 0') },
  // Which bodies are kept whatever the budget and how much they are, without reading the bodies.
  { to: 3, up: (connection) => connection.exec('CREATE INDEX body_pinned ON body (object_id, length(bytes)) WHERE pinned = 1') },
  // Tells a body of which some bits changed on the disk, which SQLite does not see; NULL = stored before there were sums.
  { to: 4, up: (connection) => connection.exec('ALTER TABLE body ADD COLUMN sum INTEGER') }
]
