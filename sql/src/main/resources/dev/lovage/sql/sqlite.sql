-- name: enqueue
INSERT INTO task (id, argument, type, queue, priority, state, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, share_key, turn, key_concurrency,
  rate_interval, rate_burst, limited, held)
SELECT substr(?1, 1 + 16 * key, 16), value, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
  ?15, CASE WHEN ?15 IS NULL THEN 0 ELSE ?16 + key END, ?17, ?18, ?19, ?20, ?21
FROM json_each(?2)
WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE id = substr(?1, 1 + 16 * key, 16))
  AND NOT EXISTS (SELECT 1 FROM waiter WHERE id = substr(?1, 1 + 16 * key, 16))
ON CONFLICT (id) DO NOTHING

-- name: enqueue_one
INSERT INTO task (id, type, queue, priority, state, argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, waits_for, max_lost, ended_at, forget_at, error,
  unique_key, share_key, turn, key_concurrency, rate_interval, rate_burst, limited, held)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
RETURNING seq

-- name: share_turn
SELECT last_turn FROM share WHERE queue = ? AND priority = ? AND key = ?

-- name: head_turn
SELECT coalesce(
  (SELECT min(turn) FROM task
   WHERE state = 'QUEUED' AND share_key IS NOT NULL AND queue = ?1 AND priority = ?2),
  (SELECT max(last_turn) + 1 FROM share WHERE queue = ?1 AND priority = ?2), 0)

-- name: share_took
INSERT INTO share (queue, priority, key, last_turn) VALUES (?, ?, ?, ?)
ON CONFLICT (queue, priority, key) DO UPDATE SET last_turn = max(last_turn, excluded.last_turn)

-- name: prune_shares
DELETE FROM share WHERE last_turn < (
  SELECT min(turn) FROM task
  WHERE state = 'QUEUED' AND share_key IS NOT NULL AND task.queue = share.queue
    AND task.priority = share.priority)

-- name: held_next
SELECT seq, key_concurrency, rate_interval, rate_burst FROM task
WHERE queue = ? AND share_key = ? AND state = 'QUEUED' AND held = 1
ORDER BY priority DESC, turn, seq LIMIT 1

-- name: busy
SELECT count(*), coalesce(sum(state = 'QUEUED' AND rate_interval IS NOT NULL), 0) FROM task
WHERE queue = ? AND share_key = ? AND limited = 1 AND held = 0 AND state IN ('QUEUED', 'RUNNING')

-- name: admit
UPDATE task SET held = 0 WHERE seq = ?

-- name: running
SELECT count(*) FROM task WHERE state = 'RUNNING' AND queue = ?

-- name: bucket
SELECT taken_until FROM bucket WHERE queue = ? AND key = ?

-- name: take_tokens
INSERT INTO bucket (queue, key, taken_until) VALUES (?, ?, ?)
ON CONFLICT (queue, key) DO UPDATE SET taken_until = excluded.taken_until

-- name: bucket_opens
UPDATE bucket SET opens_at = ?1 WHERE queue = ?2 AND key = ?3 AND opens_at IS NOT ?1

-- name: open_buckets
UPDATE bucket SET opens_at = NULL WHERE opens_at <= ? RETURNING queue, key

-- name: prune_buckets
DELETE FROM bucket WHERE opens_at IS NULL AND taken_until <= ?

-- name: last_seq
SELECT seq FROM sqlite_sequence WHERE name = 'task'

-- name: known
SELECT id, seq FROM task WHERE id = ?1
UNION ALL SELECT id, seq FROM tombstone WHERE id = ?1
UNION ALL SELECT task.id, task.seq
  FROM waiter JOIN task ON task.seq = waiter.seq WHERE waiter.id = ?1 AND task.id <> ?1

-- name: predecessor
SELECT seq, state, coalesce(forget_at <= ?2, 0) FROM task WHERE id = ?1
UNION ALL SELECT task.seq, state, coalesce(forget_at <= ?2, 0)
  FROM waiter JOIN task ON task.seq = waiter.seq WHERE waiter.id = ?1 AND task.id <> ?1
UNION ALL SELECT seq, 'SUCCEEDED', 1 FROM tombstone WHERE id = ?1

-- name: attachable
SELECT id, seq FROM task
WHERE type = ? AND unique_key = ? AND unique_key IS NOT NULL AND cancel_requested = 0
  AND state IN ('WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING')
ORDER BY seq DESC LIMIT 1

-- name: kept
SELECT id, seq FROM task
WHERE type = ? AND unique_key = ? AND unique_key IS NOT NULL AND state = 'SUCCEEDED'
  AND ended_at > ? AND forget_at > ?
ORDER BY ended_at DESC, seq DESC LIMIT 1

-- name: throttled
SELECT id, seq FROM task
WHERE type = ? AND unique_key = ? AND unique_key IS NOT NULL AND submitted_at > ?
  AND (forget_at IS NULL OR forget_at > ?)
ORDER BY seq DESC LIMIT 1

-- name: replaceable
SELECT id, seq, state, queue, CASE WHEN limited = 1 THEN share_key END FROM task
WHERE type = ? AND unique_key = ? AND unique_key IS NOT NULL
  AND state IN ('WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING')
ORDER BY seq

-- name: supersede
UPDATE task SET cancel_requested = 2 WHERE seq = ? AND state = 'RUNNING'

-- name: is_superseded
SELECT cancel_requested = 2 FROM task WHERE seq = ?

-- name: add_waiter
INSERT INTO waiter (id, seq) VALUES (?, ?) ON CONFLICT DO NOTHING

-- name: remove_waiter
DELETE FROM waiter WHERE id = ? AND seq = ?

-- name: has_waiters
SELECT EXISTS (SELECT 1 FROM waiter WHERE seq = ?)

-- name: add_edge
INSERT INTO edge (awaited, waiting) VALUES (?, ?) ON CONFLICT DO NOTHING

-- name: has_edges
SELECT EXISTS (SELECT 1 FROM edge)

-- name: waiting_for
SELECT edge.waiting, task.id, task.queue, CASE WHEN task.limited = 1 THEN task.share_key END
FROM edge JOIN task ON task.seq = edge.waiting WHERE edge.awaited = ?
ORDER BY edge.waiting

-- name: remove_edges
DELETE FROM edge WHERE awaited = ?

-- name: predecessor_succeeded
UPDATE task SET waits_for = waits_for - 1,
  state = CASE WHEN waits_for > 1 THEN 'WAITING' WHEN due_at > ?1 THEN 'SCHEDULED' ELSE 'QUEUED' END,
  held = CASE WHEN waits_for > 1 OR due_at > ?1 THEN 0 ELSE limited END
WHERE seq = ?2 AND state = 'WAITING'
RETURNING state = 'QUEUED'

-- name: predecessor_failed
UPDATE task SET state = 'CANCELLED', error = ?, ended_at = ?2, forget_at = ?2 + result_ttl
WHERE seq = ?3 AND state = 'WAITING'

-- name: is_ready
SELECT EXISTS (
  SELECT 1 FROM task
  WHERE state = 'QUEUED' AND held = 0 AND queue = ? AND type IN (SELECT value FROM json_each(?)))

-- name: next_due
SELECT min(at) FROM (
  SELECT min(due_at) AS at FROM task WHERE state IN ('SCHEDULED', 'RETRYING')
  UNION ALL SELECT min(lease_until) FROM task WHERE state = 'RUNNING'
  UNION ALL SELECT min(opens_at) FROM bucket WHERE opens_at IS NOT NULL
  UNION ALL SELECT min(expires_at) FROM task
    WHERE expires_at IS NOT NULL AND attempt = 0 AND state IN ('WAITING', 'SCHEDULED', 'QUEUED'))

-- name: queue_due
UPDATE task SET state = 'QUEUED'
WHERE state IN ('SCHEDULED', 'RETRYING') AND due_at <= ? AND limited = 0

-- name: hold_due
UPDATE task SET state = 'QUEUED', held = 1
WHERE state IN ('SCHEDULED', 'RETRYING') AND due_at <= ? AND limited = 1
RETURNING queue, share_key

-- name: reclaim
UPDATE task SET lost = lost + 1, token = token + 1, state = 'QUEUED', held = limited
WHERE state = 'RUNNING' AND lease_until <= ?
RETURNING seq, id, cancel_requested, lost, max_lost, queue,
  CASE WHEN limited = 1 THEN share_key END

-- name: expired
SELECT seq, id, queue, CASE WHEN limited = 1 AND state = 'QUEUED' THEN share_key END FROM task
WHERE expires_at <= ? AND expires_at IS NOT NULL AND attempt = 0
  AND state IN ('WAITING', 'SCHEDULED', 'QUEUED')

-- name: fail_lost
UPDATE task SET state = 'FAILED', error = ?, ended_at = ?2, forget_at = ?2 + result_ttl
WHERE seq = ?3 AND state = 'QUEUED'

-- name: cancel_now
UPDATE task SET state = 'CANCELLED', error = ?, ended_at = ?2, forget_at = ?2 + result_ttl
WHERE seq = ?3 AND state IN ('WAITING', 'SCHEDULED', 'QUEUED', 'RETRYING')

-- name: lease
UPDATE task SET state = 'RUNNING', token = token + 1, attempt = attempt + 1, worker = ?,
  lease_until = ?, started_at = ?, progress = NULL, progress_message = NULL
WHERE seq IN (
  SELECT seq FROM task
  WHERE state = 'QUEUED' AND held = 0 AND queue = ? AND type IN (SELECT value FROM json_each(?))
  ORDER BY priority DESC, turn, seq LIMIT ?)
RETURNING seq, id, token, attempt, type, argument, time_limit, retry, publishes, priority,
  checkpoint, turn, CASE WHEN limited = 1 THEN share_key END, rate_interval

-- name: succeed
UPDATE task SET state = 'SUCCEEDED', result = ?, error = NULL, ended_at = ?2,
  forget_at = ?2 + result_ttl, checkpoint = NULL
WHERE seq = ?3 AND token = ?4 AND id = ? AND state = 'RUNNING' AND cancel_requested < 2

-- name: end
UPDATE task SET state = ?, error = ?, ended_at = ?3, forget_at = ?3 + result_ttl
WHERE seq = ?4 AND token = ?5 AND id = ? AND state = 'RUNNING'

-- name: retry
UPDATE task SET state = 'RETRYING', error = ?, due_at = ?
WHERE seq = ? AND token = ? AND id = ? AND state = 'RUNNING' AND cancel_requested = 0

-- name: release
UPDATE task SET state = 'QUEUED', attempt = attempt - 1, held = limited
WHERE seq = ? AND token = ? AND id = ? AND state = 'RUNNING' AND cancel_requested = 0

-- name: snooze
UPDATE task SET state = 'SCHEDULED', attempt = attempt - 1, due_at = ?
WHERE seq = ? AND token = ? AND id = ? AND state = 'RUNNING' AND cancel_requested = 0

-- name: checkpoint
UPDATE task SET checkpoint = ? WHERE seq = ?

-- name: report_progress
UPDATE task SET progress = ?, progress_message = ? WHERE seq = ?

-- name: add_line
INSERT INTO task_log (seq, token, n, attempt, at, line) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING

-- name: extend
UPDATE task SET lease_until = ? WHERE seq = ? AND token = ? AND id = ? AND state = 'RUNNING'
RETURNING cancel_requested

-- name: beat
INSERT INTO worker (id, host, pid, queues, types, draining, started_at, seen_at, alive_until)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
ON CONFLICT (id) DO UPDATE SET queues = ?4, types = ?5, draining = ?6, seen_at = ?7, alive_until = ?8

-- name: leave
DELETE FROM worker WHERE id = ?

-- name: is_cancelling
SELECT EXISTS (SELECT 1 FROM task WHERE cancel_requested > 0 AND state = 'RUNNING')

-- name: target
SELECT seq, state, forget_at, queue, CASE WHEN limited = 1 THEN share_key END FROM task WHERE id = ?

-- name: request_cancel
UPDATE task SET cancel_requested = max(cancel_requested, 1) WHERE seq = ? AND state = 'RUNNING'

-- name: requeue
UPDATE task SET state = 'QUEUED', held = limited, attempt = 0, lost = 0, cancel_requested = 0, waits_for = 0,
  due_at = ?, expires_at = NULL, started_at = NULL, ended_at = NULL, forget_at = NULL,
  worker = NULL, progress = NULL, progress_message = NULL, error = NULL, unique_key = NULL,
  checkpoint = NULL
WHERE seq = ? AND state IN ('FAILED', 'CANCELLED')

-- name: prune_find
SELECT seq, id, forget_at, unique_key IS NOT NULL FROM task WHERE forget_at <= ? ORDER BY forget_at LIMIT ?

-- name: prune_task
DELETE FROM task WHERE seq = ?

-- name: prune_log
DELETE FROM task_log WHERE seq = ?

-- name: prune_waiters
DELETE FROM waiter WHERE seq = ?

-- name: bury
INSERT INTO tombstone (id, since, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- name: prune_tombstones
DELETE FROM tombstone WHERE since <= ?

-- name: prune_workers
DELETE FROM worker WHERE seen_at <= ?

-- name: tombstone
SELECT since FROM tombstone WHERE id = ?

-- name: find
SELECT id, type, state, seq, queue, priority, submitted_at, due_at, expires_at, publishes, attempt,
  lost, worker, started_at, ended_at, progress, progress_message, cancel_requested, error,
  (SELECT cause FROM cause WHERE cause.seq = task.seq), argument, result, forget_at
FROM task WHERE id = ?

-- name: states
SELECT id, state FROM task
WHERE id IN (SELECT unhex(value, '-') FROM json_each(?1)) AND (forget_at IS NULL OR forget_at > ?2)

-- name: list
SELECT id, type, state, seq, queue, priority, submitted_at, due_at, expires_at, publishes, attempt,
  lost, worker, started_at, ended_at, progress, progress_message, cancel_requested, error,
  (SELECT cause FROM cause WHERE cause.seq = task.seq)
FROM task
WHERE seq < ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR type = ?3)
  AND (?4 IS NULL OR queue = ?4) AND (forget_at IS NULL OR forget_at > ?5)
ORDER BY seq DESC LIMIT ?6

-- name: list_failed
SELECT id, type, state, seq, queue, priority, submitted_at, due_at, expires_at, publishes, attempt,
  lost, worker, started_at, ended_at, progress, progress_message, cancel_requested, error,
  (SELECT cause FROM cause WHERE cause.seq = task.seq)
FROM task INDEXED BY task_failed
WHERE seq < ?1 AND state = 'FAILED' AND ?2 = 'FAILED' AND (?3 IS NULL OR type = ?3)
  AND (?4 IS NULL OR queue = ?4) AND (forget_at IS NULL OR forget_at > ?5)
ORDER BY seq DESC LIMIT ?6

-- name: log
SELECT task_log.at, task_log.attempt, task_log.n, task_log.line
FROM task JOIN task_log ON task_log.seq = task.seq
WHERE task.id = ? AND (task.forget_at IS NULL OR task.forget_at > ?)
ORDER BY task_log.token, task_log.n LIMIT -1 OFFSET ?

-- name: queues
SELECT queue, 'QUEUED', count(*) FROM task WHERE state = 'QUEUED' AND held = 0 GROUP BY queue
UNION ALL
SELECT queue, 'QUEUED', count(*) FROM task WHERE state = 'QUEUED' AND held = 1 GROUP BY queue
UNION ALL
SELECT queue, state, count(*) FROM task WHERE state IN ('SCHEDULED', 'RETRYING') GROUP BY queue, state
UNION ALL
SELECT queue, 'RUNNING', count(*) FROM task WHERE state = 'RUNNING' GROUP BY queue
UNION ALL
SELECT queue, 'WAITING', count(*) FROM task WHERE state = 'WAITING' GROUP BY queue

-- name: workers
SELECT id, host, pid, queues, types, draining, started_at, seen_at, alive_until,
  (SELECT count(*) FROM task WHERE task.state = 'RUNNING' AND task.worker = worker.id)
FROM worker ORDER BY started_at, id

-- name: publish
INSERT INTO value (name, version, step, json, published_at, change)
VALUES (?, ?, 2147483647, ?, ?, (SELECT coalesce(max(change), 0) + 1 FROM value))
ON CONFLICT (name) DO UPDATE SET version = excluded.version, step = excluded.step,
  json = excluded.json, published_at = excluded.published_at, change = excluded.change
WHERE value.pinned = 0 AND (excluded.version > value.version
  OR (excluded.version = value.version AND value.step < excluded.step))

-- name: publish_interim
INSERT INTO value (name, version, step, json, published_at, change)
VALUES (?, ?, 1, ?, ?, (SELECT coalesce(max(change), 0) + 1 FROM value))
ON CONFLICT (name) DO UPDATE SET version = excluded.version,
  step = CASE WHEN value.version = excluded.version THEN value.step + 1 ELSE 1 END,
  json = excluded.json, published_at = excluded.published_at, change = excluded.change
WHERE value.pinned = 0 AND (excluded.version > value.version
  OR (excluded.version = value.version AND value.step < 2147483647))
RETURNING step

-- name: remember
INSERT INTO value_history (name, version, json, published_at) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING

-- name: trim_history
DELETE FROM value_history WHERE name = ?1 AND version <= (
  SELECT version FROM value_history WHERE name = ?1 ORDER BY version DESC LIMIT 1 OFFSET ?2)

-- name: history
SELECT name, version, json, published_at, 2147483647 FROM value_history WHERE name = ?
ORDER BY version DESC

-- name: history_version
SELECT json FROM value_history WHERE name = ? AND version = ?

-- name: newest_in_history
SELECT version, json FROM value_history WHERE name = ? AND version >= ?
ORDER BY version DESC LIMIT 1

-- name: holds_back
SELECT pinned = 1 AND (version < ?2 OR (version = ?2 AND step < 2147483647))
FROM value WHERE name = ?1

-- name: pinned
SELECT pinned FROM value WHERE name = ?

-- name: set_pinned
UPDATE value SET pinned = ? WHERE name = ?

-- name: next_seq
UPDATE sqlite_sequence SET seq = max(seq, ?) + 1 WHERE name = 'task' RETURNING seq

-- name: first_seq
INSERT INTO sqlite_sequence (name, seq) VALUES ('task', ?1 + 1) RETURNING seq

-- name: value
SELECT name, version, json, published_at, step FROM value WHERE name = ?

-- name: models
SELECT name, version, json, published_at, step FROM value
WHERE name >= 'models/' AND name < 'models0' ORDER BY name LIMIT 1000

-- name: manifests
SELECT json FROM value WHERE name >= 'models/' AND name < 'models0'
UNION ALL SELECT json FROM value_history WHERE name >= 'models/' AND name < 'models0'

-- name: value_changes
SELECT name, version, json, published_at, step, change FROM value WHERE change > ? ORDER BY change

-- name: value_last_change
SELECT coalesce(max(change), 0) FROM value

-- name: ticker
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM ticker
WHERE kind = ? AND name = ?

-- name: tickers
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM ticker
WHERE kind = ? ORDER BY name

-- name: tickers_due
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM ticker
WHERE due_at <= ? AND due_at IS NOT NULL AND paused = 0 ORDER BY due_at LIMIT ?

-- name: tickers_next
SELECT due_at FROM ticker WHERE due_at IS NOT NULL AND paused = 0 ORDER BY due_at LIMIT 1 OFFSET ?

-- name: happenings
SELECT number, kind, name, what, at FROM happening ORDER BY number LIMIT ?

-- name: add_ticker
INSERT INTO ticker (spec, source, cursor, due_at, paused, kind, name, revision)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE ?9 = 0 ON CONFLICT DO NOTHING

-- name: replace_ticker
UPDATE ticker SET spec = ?1, source = ?2, cursor = ?3, due_at = ?4, paused = ?5, revision = ?8
WHERE kind = ?6 AND name = ?7 AND revision = ?9

-- name: remove_ticker
DELETE FROM ticker WHERE kind = ? AND name = ?

-- name: remove_happenings
DELETE FROM happening WHERE kind = ? AND name = ?

-- name: remove_marks
DELETE FROM mark WHERE kind = ? AND name = ?

-- name: marks
SELECT key, value, due_at FROM mark
WHERE kind = ?1 AND name = ?2 AND key IN (SELECT value FROM json_each(?3)) ORDER BY key

-- name: due_marks
SELECT key, value, due_at FROM mark
WHERE kind = ? AND name = ? AND due_at <= ? AND due_at IS NOT NULL ORDER BY due_at LIMIT ?

-- name: set_marks
INSERT INTO mark (kind, name, key, value, due_at)
SELECT ?1, ?2, given.value ->> 'key', given.value ->> 'value', given.value ->> 'due'
FROM json_each(?3) AS given WHERE given.value ->> 'value' IS NOT NULL
ON CONFLICT (kind, name, key) DO UPDATE SET value = excluded.value, due_at = excluded.due_at

-- name: unset_marks
DELETE FROM mark WHERE kind = ?1 AND name = ?2 AND key IN (
  SELECT value ->> 'key' FROM json_each(?3) WHERE value ->> 'value' IS NULL)

-- name: is_ticking
SELECT EXISTS (SELECT 1 FROM ticker WHERE kind = ? AND name = ? AND paused = 0)

-- name: advance
WITH given AS MATERIALIZED (
  SELECT value ->> 'kind' AS kind, value ->> 'name' AS name, value ->> 'revision' AS revision,
    value ->> 'cursor' AS cursor, value ->> 'due' AS due
  FROM json_each(?))
UPDATE ticker SET cursor = given.cursor, due_at = given.due, revision = ticker.revision + 1
FROM given
WHERE ticker.kind = given.kind AND ticker.name = given.name AND ticker.revision = given.revision
  AND ticker.paused = 0
RETURNING ticker.kind, ticker.name

-- name: add_causes
INSERT INTO cause (seq, cause) SELECT value ->> 'seq', value ->> 'cause' FROM json_each(?)

-- name: happened
DELETE FROM happening WHERE number IN (SELECT value FROM json_each(?))

-- name: data_version
PRAGMA data_version

-- name: check
SELECT count(*) FROM worker

-- name: user_version
PRAGMA user_version

-- name: begin
BEGIN IMMEDIATE

-- name: commit
COMMIT

-- name: rollback
ROLLBACK

-- name: moved_to
SELECT target FROM moved WHERE done = 1

-- name: move_id
SELECT id FROM moved

-- name: move_begin
INSERT INTO moved (id, target, done) VALUES (?, ?, 0)

-- name: move_done
UPDATE moved SET target = ?, done = 1

-- name: move_alive
SELECT count(*) FROM worker WHERE alive_until > ?

-- name: move_tasks
SELECT seq, id, type, queue, priority, state, argument, submitted_at, due_at, expires_at, time_limit,
  result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token, cancel_requested, worker,
  lease_until, started_at, ended_at, forget_at, progress, progress_message, error, unique_key,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited, held, checkpoint, result
FROM task ORDER BY seq

-- name: move_waiters
SELECT id, seq FROM waiter

-- name: move_tombstones
SELECT id, seq, since FROM tombstone

-- name: move_edges
SELECT awaited, waiting FROM edge

-- name: move_log
SELECT seq, token, n, attempt, at, line FROM task_log

-- name: move_values
SELECT name, version, json, published_at, step, pinned FROM value ORDER BY change

-- name: move_history
SELECT name, version, json, published_at FROM value_history

-- name: move_shares
SELECT queue, priority, key, last_turn FROM share

-- name: move_buckets
SELECT queue, key, taken_until, opens_at FROM bucket

-- name: move_tickers
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM ticker

-- name: move_marks
SELECT kind, name, key, value, due_at FROM mark

-- name: move_happenings
SELECT number, kind, name, what, at FROM happening ORDER BY number

-- name: move_causes
SELECT seq, cause FROM cause

-- name: move_last_seq
SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'task'), 0),
  coalesce((SELECT max(version) FROM value_history), 0), coalesce((SELECT max(version) FROM value), 0))

-- name: move_sums
SELECT 'tasks ' || lower(state), count(*), sum(seq), sum(length(argument) + coalesce(length(result), 0))
FROM task GROUP BY state
UNION ALL SELECT 'waiters', count(*), coalesce(sum(seq), 0), 0 FROM waiter
UNION ALL SELECT 'forgotten ids', count(*), coalesce(sum(seq), 0), 0 FROM tombstone
UNION ALL SELECT 'edges', count(*), coalesce(sum(awaited + waiting), 0), 0 FROM edge
UNION ALL SELECT 'log lines', count(*), coalesce(sum(seq), 0), coalesce(sum(length(line)), 0) FROM task_log
UNION ALL SELECT 'values', count(*), coalesce(sum(version), 0), coalesce(sum(length(json)), 0) FROM value
UNION ALL SELECT 'versions of values', count(*), coalesce(sum(version), 0), coalesce(sum(length(json)), 0)
FROM value_history
UNION ALL SELECT 'schedules and triggers', count(*), coalesce(sum(revision), 0),
  coalesce(sum(length(spec) + length(cursor)), 0) FROM ticker
UNION ALL SELECT 'what has happened for them', count(*), 0, coalesce(sum(length(what)), 0) FROM happening
UNION ALL SELECT 'marks', count(*), 0, coalesce(sum(length(value)), 0) FROM mark
UNION ALL SELECT 'causes', count(*), coalesce(sum(seq), 0), coalesce(sum(length(cause)), 0) FROM cause
ORDER BY 1
