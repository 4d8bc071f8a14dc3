-- The ledger. Instants are microseconds since 1970, durations microseconds, ids 16 bytes, big texts JSON.

CREATE TABLE task (
  -- The order of submission, and the version of what the task publishes. AUTOINCREMENT: a number is
  -- never used again, even when the newest tasks have been pruned, or values would refuse new results.
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL,
  type TEXT NOT NULL,
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL,
  argument TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  expires_at INTEGER,
  time_limit INTEGER,
  result_ttl INTEGER NOT NULL,
  retry TEXT,
  publishes TEXT,
  waits_for INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0,
  -- Counts leases, released ones too: whoever holds the current number holds the lease.
  token INTEGER NOT NULL DEFAULT 0,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  lease_until INTEGER,
  started_at INTEGER,
  ended_at INTEGER,
  forget_at INTEGER,
  progress REAL,
  progress_message TEXT,
  error TEXT,
  result TEXT
) STRICT;

-- find, cancel, enqueue (a repeated id)
CREATE UNIQUE INDEX task_id ON task (id);
-- lease, queues; the type is there so that a worker passes over what it can't run without reading rows
CREATE INDEX task_ready ON task (queue, priority DESC, seq, type) WHERE state = 'QUEUED';
-- queue_due, next_due, queues
CREATE INDEX task_due ON task (due_at, queue, state) WHERE state IN ('SCHEDULED', 'RETRYING');
-- reclaim, next_due, queues
CREATE INDEX task_running ON task (lease_until) WHERE state = 'RUNNING';
-- expire, next_due
CREATE INDEX task_expiring ON task (expires_at)
  WHERE expires_at IS NOT NULL AND attempt = 0 AND state IN ('WAITING', 'SCHEDULED', 'QUEUED');
-- is_cancelling
CREATE INDEX task_cancelling ON task (seq) WHERE cancel_requested = 1 AND state = 'RUNNING';
-- queues
CREATE INDEX task_waiting ON task (queue) WHERE state = 'WAITING';
-- list_failed
CREATE INDEX task_failed ON task (seq) WHERE state = 'FAILED';
-- prune_find
CREATE INDEX task_forget ON task (forget_at) WHERE forget_at IS NOT NULL;

-- A row for each task that another one waits for; gone when the awaited one has ended.
CREATE TABLE edge (
  awaited INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  PRIMARY KEY (awaited, waiting)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_log (
  seq INTEGER NOT NULL,
  -- The lease and the line in it: what is reported twice is stored once.
  token INTEGER NOT NULL,
  n INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (seq, token, n)
) STRICT, WITHOUT ROWID;

-- The ids of tasks that were pruned, so that a late question gets "forgotten" and not "unknown".
CREATE TABLE tombstone (
  id BLOB PRIMARY KEY,
  since INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- prune_tombstones
CREATE INDEX tombstone_since ON tombstone (since);

CREATE TABLE value (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  json TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  -- Counts publications of all values, so that another process finds what is new.
  change INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- value_changes, value_last_change
CREATE INDEX value_change ON value (change);

CREATE TABLE worker (
  id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  queues TEXT NOT NULL,
  types TEXT NOT NULL,
  draining INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  alive_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
