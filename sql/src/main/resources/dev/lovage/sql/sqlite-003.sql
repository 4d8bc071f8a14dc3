-- Of the tasks of one type and key that have not ended, at most one is of use.
ALTER TABLE task ADD COLUMN unique_key TEXT;
-- attachable, replaceable
CREATE INDEX task_unique ON task (type, unique_key, seq)
  WHERE unique_key IS NOT NULL
    AND state IN ('WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING');
-- kept
CREATE INDEX task_kept ON task (type, unique_key, ended_at, seq)
  WHERE unique_key IS NOT NULL AND state = 'SUCCEEDED';

-- Who was answered with a task: the id of each submit.
CREATE TABLE waiter (
  id BLOB PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- has_waiters, prune_waiters
CREATE INDEX waiter_seq ON waiter (seq);

-- cancel_requested: 1 for a person's wish, 2 for a task that was superseded.
DROP INDEX task_cancelling;
-- is_cancelling
CREATE INDEX task_cancelling ON task (seq) WHERE cancel_requested > 0 AND state = 'RUNNING';
