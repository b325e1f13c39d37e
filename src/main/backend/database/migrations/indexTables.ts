const objects = `
CREATE TABLE project (
  project_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 1024),
  -- Kept with every change of a run, so that no screen counts a table.
  run_count INTEGER NOT NULL DEFAULT 0,
  never_stepped_count INTEGER NOT NULL DEFAULT 0,
  failed_run_count INTEGER NOT NULL DEFAULT 0,
  step_count INTEGER NOT NULL DEFAULT 0,
  partition_count INTEGER NOT NULL DEFAULT 0,
  waiting_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE partition (
  partition_id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project,
  -- Empty = no partition: Burr writes an empty partition key as none, so the text is free.
  partition_key TEXT NOT NULL CHECK (length(partition_key) <= 1024),
  run_count INTEGER NOT NULL DEFAULT 0,
  never_stepped_count INTEGER NOT NULL DEFAULT 0,
  last_time_us INTEGER,
  UNIQUE (project_id, partition_key)
) STRICT;
CREATE INDEX partition_by_time ON partition (project_id, last_time_us DESC, partition_id) WHERE run_count > 0;

-- What the keys of one hour have in common, up to and including the slash behind the hour.
CREATE TABLE hour_prefix (
  prefix_id INTEGER PRIMARY KEY,
  project_id INTEGER REFERENCES project,
  text TEXT NOT NULL UNIQUE CHECK (length(text) <= 1024),
  -- Objects in it that are not gone.
  object_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE object (
  object_id INTEGER PRIMARY KEY,
  prefix_id INTEGER NOT NULL REFERENCES hour_prefix,
  rest TEXT NOT NULL CHECK (length(rest) <= 1024),
  kind TEXT NOT NULL CHECK (kind IN ('log', 'graph', 'metadata', 'other')),
  state TEXT NOT NULL CHECK (state IN ('indexed', 'ignored', 'failed', 'gone')),
  run_id INTEGER REFERENCES run,
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  etag TEXT NOT NULL CHECK (length(etag) <= 256),
  last_modified_us INTEGER NOT NULL,
  -- How often the object came again with other bytes, which Burr never does.
  rewritten_count INTEGER NOT NULL DEFAULT 0,
  has_body INTEGER NOT NULL DEFAULT 0 CHECK (has_body IN (0, 1)),
  -- What the fold of its run needs of it, as JSON.
  facts TEXT,
  UNIQUE (prefix_id, rest)
) STRICT;
CREATE INDEX object_by_run ON object (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE object_count (
  -- 0 = objects whose key names no project.
  project_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (project_id, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE set_aside (
  object_id INTEGER PRIMARY KEY REFERENCES object,
  project_id INTEGER REFERENCES project,
  state TEXT NOT NULL CHECK (state IN ('ignored', 'failed')),
  reason TEXT NOT NULL CHECK (length(reason) <= 1000),
  retry_at_us INTEGER,
  seen_us INTEGER NOT NULL
) STRICT;
CREATE INDEX set_aside_by_state ON set_aside (state, seen_us DESC, object_id DESC);
CREATE INDEX set_aside_by_project ON set_aside (project_id, state, seen_us DESC, object_id DESC);

CREATE TABLE bad_line (
  object_id INTEGER NOT NULL REFERENCES object,
  line INTEGER NOT NULL,
  run_id INTEGER NOT NULL REFERENCES run,
  offset_bytes INTEGER NOT NULL,
  length_bytes INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) <= 1000),
  text_start TEXT NOT NULL CHECK (length(text_start) <= 1000),
  PRIMARY KEY (object_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX bad_line_by_run ON bad_line (run_id);
`

const runs = `
-- The state machine of a run, stored once however many runs have it.
CREATE TABLE graph (
  graph_id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  -- JSON list of the actions with a transition to themselves: the fold asks for them.
  self_transitions TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE run (
  run_id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project,
  partition_id INTEGER NOT NULL REFERENCES partition,
  app_id TEXT NOT NULL CHECK (length(app_id) BETWEEN 1 AND 1024),
  -- Partition key and app id as they stand in the keys: names the run also while they cannot be told apart.
  rest TEXT NOT NULL CHECK (length(rest) <= 1024),
  -- 1 = more than one slash in rest, and no metadata body yet that tells where the partition key ends.
  is_opaque INTEGER NOT NULL DEFAULT 0 CHECK (is_opaque IN (0, 1)),
  step_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  first_time_us INTEGER NOT NULL DEFAULT 0,
  last_time_us INTEGER NOT NULL DEFAULT 0,
  -- NULL = never stepped.
  last_action TEXT,
  last_error TEXT,
  -- What the status comes from: it changes with the clock, so it is never stored itself.
  is_last_step_open INTEGER NOT NULL DEFAULT 0,
  is_recovered INTEGER NOT NULL DEFAULT 0,
  longest_step_us INTEGER NOT NULL DEFAULT 0,
  waiting TEXT,
  prompt_tokens INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0,
  -- Pointers, builds and clock as JSON; NULL = none.
  fork_parent TEXT,
  spawn_parent TEXT,
  builds TEXT,
  clock TEXT,
  graph_hash TEXT,
  log_file_count INTEGER NOT NULL DEFAULT 0,
  body_count INTEGER NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  -- Runs that point at this one.
  fork_count INTEGER NOT NULL DEFAULT 0,
  spawn_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (project_id, rest)
) STRICT;
CREATE INDEX run_by_time ON run (project_id, last_time_us DESC, run_id DESC);
CREATE INDEX run_stepped_by_time ON run (project_id, last_time_us DESC, run_id DESC) WHERE last_action IS NOT NULL;
CREATE INDEX run_in_partition_by_time ON run (partition_id, last_time_us DESC, run_id DESC);
CREATE INDEX run_stepped_in_partition_by_time ON run (partition_id, last_time_us DESC, run_id DESC) WHERE last_action IS NOT NULL;
CREATE INDEX run_by_first_time ON run (project_id, first_time_us);
CREATE INDEX run_by_app ON run (project_id, app_id);

CREATE TABLE step (
  run_id INTEGER NOT NULL REFERENCES run,
  build INTEGER NOT NULL,
  sequence_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  state_is TEXT NOT NULL,
  start_us INTEGER,
  end_us INTEGER,
  error_line TEXT,
  retry_of INTEGER,
  span_count INTEGER NOT NULL,
  attribute_count INTEGER NOT NULL,
  streamed INTEGER NOT NULL,
  -- Where its lines stand, in bytes of the object; the times as logged, and (bits 1 and 2) whether they named their zone.
  begin_object_id INTEGER,
  begin_line INTEGER,
  begin_offset INTEGER,
  begin_length INTEGER,
  begin_logged_us INTEGER,
  end_object_id INTEGER,
  end_line INTEGER,
  end_offset INTEGER,
  end_length INTEGER,
  end_logged_us INTEGER,
  logged_utc INTEGER NOT NULL,
  PRIMARY KEY (run_id, build, sequence_id, attempt)
) STRICT, WITHOUT ROWID;

-- Child to parent, as Burr writes it; the parent need not be in the index.
CREATE TABLE pointer (
  run_id INTEGER NOT NULL REFERENCES run,
  kind TEXT NOT NULL CHECK (kind IN ('fork', 'spawn')),
  -- Place among the distinct pointers of the run, in the order of their metadata objects.
  position INTEGER NOT NULL,
  project_id INTEGER NOT NULL REFERENCES project,
  parent_app_id TEXT NOT NULL CHECK (length(parent_app_id) <= 1024),
  -- NULL = the pointer named none, which fits every partition; empty = no partition.
  parent_partition_key TEXT,
  sequence_id INTEGER,
  time_us INTEGER NOT NULL,
  PRIMARY KEY (run_id, kind, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX pointer_by_parent ON pointer (project_id, parent_app_id, kind, parent_partition_key, run_id);
`

const work = `
CREATE TABLE prefix_state (
  project_id INTEGER NOT NULL REFERENCES project,
  prefix TEXT NOT NULL CHECK (length(prefix) <= 1024),
  cursor TEXT CHECK (length(cursor) <= 1024),
  complete_at_us INTEGER,
  due_us INTEGER,
  PRIMARY KEY (project_id, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
  job_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('poll', 'backfill', 'verify', 'snapshot', 'fetch')),
  project TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
  is_empty INTEGER NOT NULL DEFAULT 1 CHECK (is_empty IN (0, 1)),
  started_us INTEGER NOT NULL,
  finished_us INTEGER,
  counts TEXT NOT NULL,
  error TEXT
) STRICT;

CREATE TABLE request_count (
  day TEXT PRIMARY KEY CHECK (length(day) = 10),
  list INTEGER NOT NULL,
  get INTEGER NOT NULL,
  head INTEGER NOT NULL,
  put INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('generation', 0);
`

/** Schema version 1 of the index. */
export const createFirstTables = objects + runs + work
