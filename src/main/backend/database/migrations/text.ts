import type { Migration } from './migrate'

/** History of text.v1.db: the words of the log files whose bodies were read. Holds nothing that is not in the bodies. */
export const textMigrations: readonly Migration[] = [
  {
    to: 1,
    up: (connection) =>
      connection.exec(`
        CREATE TABLE read_object (
          object_id INTEGER PRIMARY KEY,
          -- As in content.db: tells whether the words belong to the object that has this id now.
          check_hash BLOB NOT NULL CHECK (length(check_hash) = 8),
          -- 1 = some value was too long and only its beginning can be found.
          is_partial INTEGER NOT NULL CHECK (is_partial IN (0, 1))
        ) STRICT;
        -- Kept with every file that is read, so that no search counts a table.
        CREATE TABLE progress (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          file_count INTEGER NOT NULL,
          partial_count INTEGER NOT NULL,
          -- Objects that were not looked at yet; not all of them are log files.
          waiting_count INTEGER NOT NULL
        ) STRICT;
        INSERT INTO progress VALUES (1, 0, 0, 0);
        CREATE VIRTUAL TABLE line_text USING fts5(
          text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
        );`)
  }
]
