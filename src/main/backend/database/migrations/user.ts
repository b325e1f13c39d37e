import type { Migration } from './migrate'

/** History of user.db: what a person made and no bucket can give back. */
export const userMigrations: readonly Migration[] = [
  {
    to: 1,
    up: (connection) =>
      connection.exec(`
        -- What an annotation is on has Burr's own names, never ids of the index.
        CREATE TABLE annotation (
          annotation_id INTEGER PRIMARY KEY AUTOINCREMENT,
          project TEXT NOT NULL CHECK (length(project) BETWEEN 1 AND 1024),
          partition_key TEXT CHECK (length(partition_key) <= 1024),
          app_id TEXT NOT NULL CHECK (length(app_id) BETWEEN 1 AND 1024),
          build INTEGER CHECK (build >= 0),
          sequence_id INTEGER NOT NULL,
          attempt INTEGER CHECK (attempt >= 0),
          action TEXT NOT NULL CHECK (length(action) <= 1024),
          span_id TEXT CHECK (length(span_id) <= 1024),
          field_path TEXT CHECK (length(field_path) <= 2048),
          tags TEXT NOT NULL CHECK (json_type(tags) = 'array'),
          observations TEXT NOT NULL CHECK (json_type(observations) = 'array'),
          created_us INTEGER NOT NULL,
          updated_us INTEGER NOT NULL,
          -- NULL = it is there.
          deleted_us INTEGER
        ) STRICT;
        CREATE INDEX annotation_of_run ON annotation (project, app_id, sequence_id) WHERE deleted_us IS NULL;
        CREATE INDEX annotation_by_update ON annotation (updated_us) WHERE deleted_us IS NULL;
        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
        -- Grows with every change: tells whether a backup is still the same.
        INSERT INTO meta VALUES ('generation', 0);`)
  },
  {
    to: 2,
    up: (connection) =>
      connection.exec(`
        -- What is kept offline, by Burr's own names, so that it survives an index that is built anew.
        CREATE TABLE pin (
          pin_id INTEGER PRIMARY KEY AUTOINCREMENT,
          kind TEXT NOT NULL CHECK (kind IN ('run', 'filter', 'project')),
          project TEXT NOT NULL CHECK (length(project) BETWEEN 1 AND 1024),
          -- 1 = only the partition named, where NULL stands for none.
          in_partition INTEGER NOT NULL CHECK (in_partition IN (0, 1)),
          partition_key TEXT CHECK (length(partition_key) <= 1024),
          app_id TEXT CHECK (length(app_id) BETWEEN 1 AND 1024),
          filter TEXT NOT NULL CHECK (length(filter) <= 2000),
          created_us INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX pin_once ON pin (kind, project, in_partition, coalesce(partition_key, ''), coalesce(app_id, ''), filter);`)
  }
]
