-- Whose work a task is, and what limits that: see dev.lovage.Share.
ALTER TABLE task ADD COLUMN share_key TEXT;
-- The order among the keys of a queue; 0 without a key.
ALTER TABLE task ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN key_concurrency INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN rate_interval INTEGER;
ALTER TABLE task ADD COLUMN rate_burst INTEGER;
ALTER TABLE task ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;
-- Queued, and not to be leased before its limits allow it.
ALTER TABLE task ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

DROP INDEX task_ready;
-- lease, is_ready, queues; the type is there so that a worker passes over what it can't run
CREATE INDEX task_ready ON task (queue, priority DESC, turn, seq, type)
  WHERE state = 'QUEUED' AND held = 0;
-- held_next, queues
CREATE INDEX task_held ON task (queue, share_key, priority DESC, turn, seq)
  WHERE state = 'QUEUED' AND held = 1;
-- head_turn
CREATE INDEX task_shared ON task (queue, priority, turn)
  WHERE state = 'QUEUED' AND share_key IS NOT NULL;
-- busy
CREATE INDEX task_busy ON task (queue, share_key)
  WHERE limited = 1 AND held = 0 AND state IN ('QUEUED', 'RUNNING');
-- throttled
CREATE INDEX task_throttled ON task (type, unique_key, seq) WHERE unique_key IS NOT NULL;

-- The turn that each key was given last.
CREATE TABLE share (
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL,
  key TEXT NOT NULL,
  last_turn INTEGER NOT NULL,
  PRIMARY KEY (queue, priority, key)
) STRICT, WITHOUT ROWID;
-- head_turn
CREATE INDEX share_last ON share (queue, priority, last_turn);

-- Token buckets: the time until which tokens have been taken, and when one comes that is waited for.
CREATE TABLE bucket (
  queue TEXT NOT NULL,
  key TEXT NOT NULL,
  taken_until INTEGER NOT NULL,
  opens_at INTEGER,
  PRIMARY KEY (queue, key)
) STRICT, WITHOUT ROWID;
-- next_due, open_buckets
CREATE INDEX bucket_opens ON bucket (opens_at) WHERE opens_at IS NOT NULL;
