-- name: enqueue
WITH given AS MATERIALIZED (
  SELECT id, argument, ord FROM unnest(?1::uuid[], ?2::text[]) WITH ORDINALITY AS g (id, argument, ord)
), fresh AS (
  INSERT INTO lovage.known (id, seq)
  SELECT id, nextval('lovage.task_seq') FROM (SELECT id FROM given ORDER BY ord) AS g
  ON CONFLICT (id) DO NOTHING
  RETURNING id, seq
), places AS ( -- turns are for those that are new, and only where there is a key
  SELECT id, row_number() OVER (ORDER BY seq) - 1 AS place FROM fresh WHERE ?15::text IS NOT NULL
), added AS (
  INSERT INTO lovage.task (seq, id, argument, type, queue, priority, state, submitted_at, due_at,
    expires_at, time_limit, result_ttl, retry, publishes, max_lost, share_key, turn,
    key_concurrency, rate_interval, rate_burst, limited, held)
  SELECT fresh.seq, fresh.id, given.argument, ?3, ?4, ?5, ?6, ?7, ?8, ?9::bigint, ?10::bigint, ?11,
    ?12, ?13, ?14, ?15::text, coalesce(?16 + places.place, 0), ?17, ?18::bigint, ?19::integer, ?20, ?21
  FROM fresh JOIN given ON given.id = fresh.id LEFT JOIN places ON places.id = fresh.id
)
SELECT uuid_send(id), seq FROM fresh

-- name: numbers
SELECT array_agg(nextval('lovage.task_seq')) FROM generate_series(1, ?1)

-- name: enqueue_known
INSERT INTO lovage.known (id, seq)
SELECT id, seq FROM unnest(?1::uuid[], ?2::bigint[]) AS g (id, seq)
ON CONFLICT (id) DO NOTHING

-- name: known_numbers
SELECT array_agg((SELECT seq FROM lovage.known WHERE known.id = g.id) ORDER BY ord)
FROM unnest(?1::uuid[]) WITH ORDINALITY AS g (id, ord)

-- name: enqueue_numbered
INSERT INTO lovage.task (seq, id, argument, type, queue, priority, state, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost)
SELECT seq, id, argument, ?4, ?5, ?6, ?7, ?8, ?9, ?10::bigint, ?11::bigint, ?12, ?13, ?14, ?15
FROM unnest(?1::bigint[], ?2::uuid[], ?3::text[]) AS g (seq, id, argument)

-- name: enqueue_one
WITH n AS MATERIALIZED (SELECT nextval('lovage.task_seq') AS seq),
known AS (INSERT INTO lovage.known (id, seq) SELECT encode(?1, 'hex')::uuid, seq FROM n),
open AS (
  INSERT INTO lovage.task (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
    expires_at, time_limit, result_ttl, retry, publishes, waits_for, max_lost, unique_key,
    share_key, turn, key_concurrency, rate_interval, rate_burst, limited, held)
  SELECT seq, encode(?1, 'hex')::uuid, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9::bigint, ?10::bigint, ?11, ?12,
    ?13, ?14, ?15, ?19, ?20, ?21, ?22, ?23::bigint, ?24::integer, ?25, ?26
  FROM n WHERE ?5::text <> 'CANCELLED'),
over AS (
  INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
    expires_at, time_limit, result_ttl, retry, publishes, waits_for, max_lost, ended_at, forget_at,
    error, unique_key, share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
  SELECT seq, encode(?1, 'hex')::uuid, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9::bigint, ?10::bigint, ?11, ?12,
    ?13, ?14, ?15, ?16::bigint, ?17::bigint, ?18, ?19, ?20, ?21, ?22, ?23::bigint, ?24::integer, ?25
  FROM n WHERE ?5::text = 'CANCELLED')
SELECT seq FROM n

-- name: share_turn
SELECT last_turn FROM lovage.share WHERE queue = ?1 AND priority = ?2 AND key = ?3

-- name: head_turn
SELECT coalesce(
  (SELECT min(turn) FROM lovage.task
   WHERE state = 'QUEUED' AND share_key IS NOT NULL AND queue = ?1 AND priority = ?2),
  (SELECT max(last_turn) + 1 FROM lovage.share WHERE queue = ?1 AND priority = ?2), 0)

-- name: share_took
INSERT INTO lovage.share (queue, priority, key, last_turn) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (queue, priority, key)
DO UPDATE SET last_turn = greatest(share.last_turn, excluded.last_turn)

-- name: prune_shares
DELETE FROM lovage.share WHERE last_turn < (
  SELECT min(turn) FROM lovage.task
  WHERE state = 'QUEUED' AND share_key IS NOT NULL AND task.queue = share.queue
    AND task.priority = share.priority)

-- name: held_next
SELECT seq, key_concurrency, rate_interval, rate_burst FROM lovage.task
WHERE queue = ?1 AND share_key = ?2 AND state = 'QUEUED' AND held = 1
ORDER BY priority DESC, turn, seq LIMIT 1 FOR UPDATE SKIP LOCKED

-- name: busy
SELECT count(*), count(*) FILTER (WHERE state = 'QUEUED' AND rate_interval IS NOT NULL)
FROM lovage.task
WHERE queue = ?1 AND share_key = ?2 AND limited = 1 AND held = 0 AND state IN ('QUEUED', 'RUNNING')

-- name: admit
UPDATE lovage.task SET held = 0 WHERE seq = ?1

-- name: admit_alike
WITH touched AS MATERIALIZED ( -- of each key how many may come in, and whether it is as the others
  SELECT t.key, peek.room, peek.alike
  FROM unnest(?2::text[]) AS t (key)
  CROSS JOIN LATERAL (
    SELECT key_concurrency AS most FROM lovage.task
    WHERE queue = ?1 AND share_key = t.key AND state = 'QUEUED' AND held = 1
    ORDER BY priority DESC, turn, seq LIMIT 1) AS head
  CROSS JOIN LATERAL (
    SELECT greatest(head.most - count(*), 0) AS room FROM lovage.task
    WHERE queue = ?1 AND share_key = t.key AND limited = 1 AND held = 0
      AND state IN ('QUEUED', 'RUNNING')) AS busy
  CROSS JOIN LATERAL (
    SELECT busy.room, bool_and(next.key_concurrency = head.most AND head.most > 0
      AND next.rate_interval IS NULL) AS alike
    FROM (
      SELECT key_concurrency, rate_interval FROM lovage.task
      WHERE queue = ?1 AND share_key = t.key AND state = 'QUEUED' AND held = 1
      ORDER BY priority DESC, turn, seq LIMIT busy.room + 1) AS next) AS peek
), moved AS (
  UPDATE lovage.task SET held = 0 WHERE seq = ANY (ARRAY(
    SELECT held.seq FROM touched CROSS JOIN LATERAL (
      SELECT seq FROM lovage.task
      WHERE queue = ?1 AND share_key = touched.key AND state = 'QUEUED' AND held = 1
      ORDER BY priority DESC, turn, seq LIMIT touched.room FOR UPDATE SKIP LOCKED) AS held
    WHERE touched.alike AND touched.room > 0))
  RETURNING seq
)
SELECT key FROM touched WHERE NOT alike
UNION ALL SELECT NULL WHERE EXISTS (SELECT FROM moved)

-- name: running
SELECT count(*) FROM lovage.task WHERE state = 'RUNNING' AND queue = ?1

-- name: bucket
SELECT taken_until FROM lovage.bucket WHERE queue = ?1 AND key = ?2

-- name: take_tokens
INSERT INTO lovage.bucket (queue, key, taken_until) VALUES (?1, ?2, ?3)
ON CONFLICT (queue, key) DO UPDATE SET taken_until = excluded.taken_until

-- name: bucket_opens
UPDATE lovage.bucket SET opens_at = ?1::bigint
WHERE queue = ?2 AND key = ?3 AND opens_at IS DISTINCT FROM ?1::bigint

-- name: open_buckets
UPDATE lovage.bucket SET opens_at = NULL WHERE opens_at <= ?1 RETURNING queue, key

-- name: prune_buckets
DELETE FROM lovage.bucket WHERE opens_at IS NULL AND taken_until <= ?1

-- name: known
SELECT uuid_send(coalesce(task.id, ended.id, known.id)), known.seq
FROM lovage.known LEFT JOIN lovage.task ON task.seq = known.seq
  LEFT JOIN lovage.ended ON ended.seq = known.seq
WHERE known.id = encode(?1, 'hex')::uuid

-- name: lock_task
SELECT 1 FROM lovage.task
WHERE seq = (SELECT seq FROM lovage.known WHERE id = encode(?1, 'hex')::uuid) FOR UPDATE

-- name: lock_key
SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?1, 1))

-- name: predecessor
SELECT task.seq, state, false
FROM lovage.known JOIN lovage.task ON task.seq = known.seq
WHERE known.id = encode(?1, 'hex')::uuid
UNION ALL SELECT ended.seq, state, forget_at <= ?2
FROM lovage.known JOIN lovage.ended ON ended.seq = known.seq
WHERE known.id = encode(?1, 'hex')::uuid
UNION ALL SELECT seq, 'SUCCEEDED', true
FROM lovage.known WHERE id = encode(?1, 'hex')::uuid AND since IS NOT NULL

-- name: attachable
SELECT uuid_send(id), seq FROM lovage.task
WHERE type = ?1 AND unique_key = ?2 AND unique_key IS NOT NULL AND cancel_requested = 0
ORDER BY seq DESC LIMIT 1 FOR UPDATE

-- name: kept
SELECT uuid_send(id), seq FROM lovage.ended
WHERE type = ?1 AND unique_key = ?2 AND unique_key IS NOT NULL AND state = 'SUCCEEDED'
  AND ended_at > ?3 AND forget_at > ?4
ORDER BY ended_at DESC, seq DESC LIMIT 1

-- name: throttled
SELECT uuid_send(id), seq FROM (
  SELECT seq, id, type, unique_key, submitted_at, forget_at FROM lovage.task
  UNION ALL SELECT seq, id, type, unique_key, submitted_at, forget_at FROM lovage.ended) AS t
WHERE type = ?1 AND unique_key = ?2 AND unique_key IS NOT NULL AND submitted_at > ?3
  AND (forget_at IS NULL OR forget_at > ?4)
ORDER BY seq DESC LIMIT 1

-- name: replaceable
SELECT uuid_send(id), seq, state, queue, CASE WHEN limited = 1 THEN share_key END FROM lovage.task
WHERE type = ?1 AND unique_key = ?2 AND unique_key IS NOT NULL
ORDER BY seq FOR UPDATE

-- name: supersede
UPDATE lovage.task SET cancel_requested = 2 WHERE seq = ?1 AND state = 'RUNNING'

-- name: is_superseded
SELECT (cancel_requested = 2)::integer FROM lovage.task WHERE seq = ?1

-- name: add_waiter
INSERT INTO lovage.known (id, seq, waiter) VALUES (encode(?1, 'hex')::uuid, ?2, true)
ON CONFLICT (id) DO UPDATE SET waiter = true WHERE known.seq = excluded.seq

-- name: remove_waiter
WITH own AS (
  UPDATE lovage.known SET waiter = false
  WHERE id = encode(?1, 'hex')::uuid AND seq = ?2
    AND EXISTS (SELECT FROM lovage.task WHERE task.seq = known.seq AND task.id = known.id))
DELETE FROM lovage.known
WHERE id = encode(?1, 'hex')::uuid AND seq = ?2 AND waiter
  AND NOT EXISTS (SELECT FROM lovage.task WHERE task.seq = known.seq AND task.id = known.id)

-- name: has_waiters
SELECT EXISTS (SELECT FROM lovage.known WHERE seq = ?1 AND waiter)::integer

-- name: add_edge
INSERT INTO lovage.edge (awaited, waiting) VALUES (?1, ?2) ON CONFLICT DO NOTHING

-- name: have_edges
SELECT EXISTS (SELECT FROM lovage.edge WHERE awaited = ANY (?1::bigint[]))::integer

-- name: waiting_for
SELECT edge.waiting, uuid_send(task.id), task.queue, CASE WHEN task.limited = 1 THEN task.share_key END
FROM lovage.edge JOIN lovage.task ON task.seq = edge.waiting
WHERE edge.awaited = ?1 ORDER BY edge.waiting

-- name: remove_edges
DELETE FROM lovage.edge WHERE awaited = ?1

-- name: predecessor_succeeded
UPDATE lovage.task SET waits_for = waits_for - 1,
  state = CASE WHEN waits_for > 1 THEN 'WAITING' WHEN due_at > ?1 THEN 'SCHEDULED' ELSE 'QUEUED' END,
  held = CASE WHEN waits_for > 1 OR due_at > ?1 THEN 0 ELSE limited END
WHERE seq = ?2 AND state = 'WAITING'
RETURNING state = 'QUEUED'

-- name: predecessor_failed
WITH gone AS (DELETE FROM lovage.task WHERE seq = ?3 AND state = 'WAITING' RETURNING *)
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ended_at, forget_at, progress,
  progress_message, error, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
SELECT seq, id, type, queue, priority, 'CANCELLED', argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ?2, ?2 + result_ttl, progress,
  progress_message, ?1, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited
FROM gone

-- name: next_due
SELECT min(at) FROM (
  SELECT min(due_at) AS at FROM lovage.task WHERE state IN ('SCHEDULED', 'RETRYING')
  UNION ALL SELECT min(lease_until) FROM lovage.task WHERE state = 'RUNNING'
  UNION ALL SELECT min(opens_at) FROM lovage.bucket WHERE opens_at IS NOT NULL
  UNION ALL SELECT min(expires_at) FROM lovage.task
    WHERE expires_at IS NOT NULL AND attempt = 0 AND state IN ('WAITING', 'SCHEDULED', 'QUEUED')) AS times

-- name: queue_due
UPDATE lovage.task SET state = 'QUEUED' WHERE seq = ANY (ARRAY(
  SELECT seq FROM lovage.task
  WHERE state IN ('SCHEDULED', 'RETRYING') AND due_at <= ?1 AND limited = 0
  ORDER BY due_at LIMIT 10000 FOR UPDATE SKIP LOCKED))

-- name: hold_due
UPDATE lovage.task SET state = 'QUEUED', held = 1 WHERE seq = ANY (ARRAY(
  SELECT seq FROM lovage.task
  WHERE state IN ('SCHEDULED', 'RETRYING') AND due_at <= ?1 AND limited = 1
  ORDER BY due_at LIMIT 10000 FOR UPDATE SKIP LOCKED))
RETURNING queue, share_key

-- name: reclaim
-- By an array, here and elsewhere, and not by a join: by the statistics of a moment when the table
-- was all but empty a join may look at all of it for each row, as long as this stays prepared.
UPDATE lovage.task SET lost = lost + 1, token = token + 1, state = 'QUEUED', held = limited
WHERE seq = ANY (ARRAY(
  SELECT seq FROM lovage.task WHERE state = 'RUNNING' AND lease_until <= ?1
  ORDER BY lease_until LIMIT 10000 FOR UPDATE SKIP LOCKED))
RETURNING seq, uuid_send(id), cancel_requested, lost, max_lost, queue,
  CASE WHEN limited = 1 THEN share_key END

-- name: expired
SELECT seq, uuid_send(id), queue, CASE WHEN limited = 1 AND state = 'QUEUED' THEN share_key END
FROM lovage.task
WHERE expires_at <= ?1 AND expires_at IS NOT NULL AND attempt = 0
  AND state IN ('WAITING', 'SCHEDULED', 'QUEUED')
ORDER BY expires_at LIMIT 10000 FOR UPDATE SKIP LOCKED

-- name: fail_lost
WITH gone AS (DELETE FROM lovage.task WHERE seq = ?3 AND state = 'QUEUED' RETURNING *)
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ended_at, forget_at, progress,
  progress_message, error, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
SELECT seq, id, type, queue, priority, 'FAILED', argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ?2, ?2 + result_ttl, progress,
  progress_message, ?1, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited
FROM gone

-- name: cancel_now
WITH gone AS (
  DELETE FROM lovage.task
  WHERE seq = ?3 AND state IN ('WAITING', 'SCHEDULED', 'QUEUED', 'RETRYING') RETURNING *)
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ended_at, forget_at, progress,
  progress_message, error, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
SELECT seq, id, type, queue, priority, 'CANCELLED', argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ?2, ?2 + result_ttl, progress,
  progress_message, ?1, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited
FROM gone

-- name: lease
-- By ctid, which saves the way through the primary key: rows that are locked stay where they are.
-- One that was leased and given back while this looked is at a place that it does not see yet; the
-- next lease gets it.
WITH picked AS MATERIALIZED (
  SELECT task.ctid
  FROM unnest(?5::integer[], ?6::bigint[], ?9::bigint[]) WITH ORDINALITY
    AS level (priority, turn, seq, ord)
  CROSS JOIN LATERAL (
    SELECT ctid FROM lovage.task
    WHERE state = 'QUEUED' AND held = 0 AND queue = ?3 AND task.priority = level.priority
      AND (turn, seq) > (level.turn, level.seq) AND type = ANY (?4::text[])
    ORDER BY turn, seq LIMIT ?7 FOR UPDATE SKIP LOCKED) AS task
  LIMIT ?7)
UPDATE lovage.task SET state = 'RUNNING', token = token + 1, attempt = attempt + 1, worker = ?1,
  lease_until = ?2, started_at = ?8, progress = NULL, progress_message = NULL
WHERE ctid = ANY (ARRAY(SELECT ctid FROM picked))
RETURNING task.seq, uuid_send(id), token, attempt, type, argument, time_limit, retry, publishes,
  priority, checkpoint, turn, CASE WHEN limited = 1 THEN share_key END, rate_interval,
  expires_at IS NOT NULL

-- name: succeed_all
-- The versions are in their order, so that a row finds its place in the other lists without a join.
-- BETWEEN keeps to the primary key: the index of what runs would be searched by =.
WITH gone AS (
  DELETE FROM lovage.task
  WHERE seq = ANY (?1::bigint[]) AND state BETWEEN 'RUNNING' AND 'RUNNING' AND cancel_requested < 2
    AND token = (?2::bigint[])[width_bucket(seq, ?1::bigint[])]
    AND id = (?3::uuid[])[width_bucket(seq, ?1::bigint[])]
  RETURNING *, (?4::text[])[width_bucket(seq, ?1::bigint[])] AS outcome)
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ended_at, forget_at, progress,
  progress_message, unique_key, result,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
SELECT seq, id, type, queue, priority, 'SUCCEEDED', argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ?5, ?5 + result_ttl, progress,
  progress_message, unique_key, outcome,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited
FROM gone
RETURNING seq

-- name: succeed
WITH gone AS (
  DELETE FROM lovage.task
  WHERE seq = ?3 AND token = ?4 AND id = encode(?5, 'hex')::uuid AND state = 'RUNNING'
    AND cancel_requested < 2
  RETURNING *)
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ended_at, forget_at, progress,
  progress_message, unique_key, result,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
SELECT seq, id, type, queue, priority, 'SUCCEEDED', argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ?2, ?2 + result_ttl, progress,
  progress_message, unique_key, ?1,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited
FROM gone

-- name: end
WITH gone AS (
  DELETE FROM lovage.task
  WHERE seq = ?4 AND token = ?5 AND id = encode(?6, 'hex')::uuid AND state = 'RUNNING'
  RETURNING *)
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  expires_at, time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ended_at, forget_at, progress,
  progress_message, error, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited)
SELECT seq, id, type, queue, priority, ?1, argument, submitted_at, due_at, expires_at,
  time_limit, result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token,
  cancel_requested, worker, lease_until, started_at, ?3, ?3 + result_ttl, progress,
  progress_message, ?2, unique_key, checkpoint,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited
FROM gone

-- name: retry
UPDATE lovage.task SET state = 'RETRYING', error = ?1, due_at = ?2
WHERE seq = ?3 AND token = ?4 AND id = encode(?5, 'hex')::uuid AND state = 'RUNNING'
  AND cancel_requested = 0

-- name: release
UPDATE lovage.task SET state = 'QUEUED', attempt = attempt - 1, held = limited
WHERE seq = ?1 AND token = ?2 AND id = encode(?3, 'hex')::uuid AND state = 'RUNNING'
  AND cancel_requested = 0

-- name: snooze
UPDATE lovage.task SET state = 'SCHEDULED', attempt = attempt - 1, due_at = ?1
WHERE seq = ?2 AND token = ?3 AND id = encode(?4, 'hex')::uuid AND state = 'RUNNING'
  AND cancel_requested = 0

-- name: checkpoint
UPDATE lovage.task SET checkpoint = ?1 WHERE seq = ?2

-- name: report_progress
WITH open AS (UPDATE lovage.task SET progress = ?1, progress_message = ?2 WHERE seq = ?3)
UPDATE lovage.ended SET progress = ?1, progress_message = ?2 WHERE seq = ?3

-- name: add_line
INSERT INTO lovage.task_log (seq, token, n, attempt, at, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT DO NOTHING

-- name: extend
UPDATE lovage.task SET lease_until = ?1
WHERE seq = ?2 AND token = ?3 AND id = encode(?4, 'hex')::uuid AND state = 'RUNNING'
RETURNING cancel_requested > 0

-- name: beat
INSERT INTO lovage.worker (id, host, pid, queues, types, draining, started_at, seen_at, alive_until)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
ON CONFLICT (id) DO UPDATE SET queues = ?4, types = ?5, draining = ?6, seen_at = ?7, alive_until = ?8

-- name: leave
DELETE FROM lovage.worker WHERE id = ?1

-- name: is_cancelling
SELECT EXISTS (SELECT FROM lovage.task WHERE cancel_requested > 0 AND state = 'RUNNING')::integer

-- name: target
SELECT seq, state, forget_at, queue, CASE WHEN limited = 1 THEN share_key END FROM lovage.task
WHERE seq = (SELECT seq FROM lovage.known WHERE id = encode(?1, 'hex')::uuid)
  AND id = encode(?1, 'hex')::uuid
UNION ALL
SELECT seq, state, forget_at, queue, CASE WHEN limited = 1 THEN share_key END FROM lovage.ended
WHERE seq = (SELECT seq FROM lovage.known WHERE id = encode(?1, 'hex')::uuid)
  AND id = encode(?1, 'hex')::uuid

-- name: request_cancel
UPDATE lovage.task SET cancel_requested = greatest(cancel_requested, 1)
WHERE seq = ?1 AND state = 'RUNNING'

-- name: requeue
WITH back AS (
  DELETE FROM lovage.ended WHERE seq = ?2 AND state IN ('FAILED', 'CANCELLED') RETURNING *)
INSERT INTO lovage.task (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
  time_limit, result_ttl, retry, publishes, max_lost, token, share_key, turn, key_concurrency,
  rate_interval, rate_burst, limited, held)
SELECT seq, id, type, queue, priority, 'QUEUED', argument, submitted_at, ?1, time_limit, result_ttl,
  retry, publishes, max_lost, token, share_key, turn, key_concurrency, rate_interval, rate_burst,
  limited, limited
FROM back

-- name: prune_some
WITH place AS MATERIALIZED (SELECT forget_at, seq FROM lovage.pruned FOR UPDATE),
over AS MATERIALIZED (
  SELECT ended.seq, ended.id, ended.forget_at, ended.unique_key
  FROM lovage.ended, place
  WHERE (ended.forget_at, ended.seq) > (place.forget_at, place.seq) AND ended.forget_at <= ?1
  ORDER BY ended.forget_at, ended.seq LIMIT ?2),
buried AS (
  UPDATE lovage.known SET since = over.forget_at FROM over WHERE known.id = over.id),
waiters AS (
  DELETE FROM lovage.known USING over
  WHERE over.unique_key IS NOT NULL AND known.seq = over.seq AND known.waiter AND known.id <> over.id),
lines AS (DELETE FROM lovage.task_log USING over WHERE task_log.seq = over.seq),
causes AS (DELETE FROM lovage.cause USING over WHERE cause.seq = over.seq),
later AS (
  DELETE FROM lovage.ended_later USING over
  WHERE ended_later.forget_at = over.forget_at AND ended_later.seq = over.seq),
moved AS (
  UPDATE lovage.pruned SET forget_at = last.forget_at, seq = last.seq
  FROM (SELECT forget_at, seq FROM over ORDER BY forget_at DESC, seq DESC LIMIT 1) AS last)
SELECT count(*) FROM over

-- name: prune_tombstones
DELETE FROM lovage.known WHERE since <= ?1

-- name: prune_workers
DELETE FROM lovage.worker WHERE seen_at <= ?1

-- name: prepare_days
SELECT lovage.prepare_days(?1, ?2)

-- name: drop_days
SELECT lovage.drop_days(?1)

-- name: tombstone
SELECT since FROM lovage.known WHERE id = encode(?1, 'hex')::uuid AND since IS NOT NULL

-- name: find
SELECT uuid_send(id), type, state, seq, queue, priority, submitted_at, due_at, expires_at, publishes,
  attempt, lost, worker, started_at, ended_at, progress, progress_message,
  cancel_requested > 0, error,
  (SELECT cause FROM lovage.cause WHERE cause.seq = t.seq), argument, result, forget_at
FROM (SELECT * FROM lovage.task UNION ALL SELECT * FROM lovage.ended) AS t
WHERE seq = (SELECT seq FROM lovage.known WHERE id = encode(?1, 'hex')::uuid)
  AND id = encode(?1, 'hex')::uuid

-- name: states
SELECT uuid_send(id), state FROM (
  SELECT seq, id, state, forget_at FROM lovage.task
  UNION ALL SELECT seq, id, state, forget_at FROM lovage.ended) AS t
WHERE seq = ANY (ARRAY(SELECT seq FROM lovage.known WHERE id = ANY (ARRAY(
    SELECT value::uuid FROM json_array_elements_text(?1::json) AS value))))
  AND (forget_at IS NULL OR forget_at > ?2)

-- name: list
SELECT uuid_send(id), type, state, seq, queue, priority, submitted_at, due_at, expires_at, publishes,
  attempt, lost, worker, started_at, ended_at, progress, progress_message, cancel_requested > 0, error,
  (SELECT cause FROM lovage.cause WHERE cause.seq = t.seq)
FROM (SELECT * FROM lovage.task UNION ALL SELECT * FROM lovage.ended) AS t
WHERE seq < ?1 AND (?2::text IS NULL OR state = ?2) AND (?3::text IS NULL OR type = ?3)
  AND (?4::text IS NULL OR queue = ?4) AND (forget_at IS NULL OR forget_at > ?5)
ORDER BY seq DESC LIMIT ?6

-- name: list_failed
SELECT uuid_send(id), type, state, seq, queue, priority, submitted_at, due_at, expires_at, publishes,
  attempt, lost, worker, started_at, ended_at, progress, progress_message, cancel_requested > 0, error,
  (SELECT cause FROM lovage.cause WHERE cause.seq = ended.seq)
FROM lovage.ended
WHERE seq < ?1 AND state = 'FAILED' AND ?2::text = 'FAILED' AND (?3::text IS NULL OR type = ?3)
  AND (?4::text IS NULL OR queue = ?4) AND forget_at > ?5
ORDER BY seq DESC LIMIT ?6

-- name: log
SELECT at, attempt, n, line FROM lovage.task_log
WHERE seq = (SELECT seq FROM lovage.known WHERE id = encode(?1, 'hex')::uuid AND since IS NULL)
  AND NOT EXISTS (
    SELECT FROM lovage.ended WHERE ended.seq = task_log.seq AND ended.forget_at <= ?2)
ORDER BY token, n OFFSET ?3

-- name: queues
SELECT queue, 'QUEUED', count(*) FROM lovage.task WHERE state = 'QUEUED' AND held = 0 GROUP BY queue
UNION ALL
SELECT queue, 'QUEUED', count(*) FROM lovage.task WHERE state = 'QUEUED' AND held = 1 GROUP BY queue
UNION ALL
SELECT queue, state, count(*) FROM lovage.task WHERE state IN ('SCHEDULED', 'RETRYING')
GROUP BY queue, state
UNION ALL
SELECT queue, 'RUNNING', count(*) FROM lovage.task WHERE state = 'RUNNING' GROUP BY queue
UNION ALL
SELECT queue, 'WAITING', count(*) FROM lovage.task WHERE state = 'WAITING' GROUP BY queue

-- name: workers
SELECT id, host, pid, queues, types, draining > 0, started_at, seen_at, alive_until,
  (SELECT count(*) FROM lovage.task WHERE task.state = 'RUNNING' AND task.worker = worker.id)
FROM lovage.worker ORDER BY started_at, id

-- name: publish
INSERT INTO lovage.value (name, version, step, json, published_at, change)
VALUES (?1, ?2, 2147483647, ?3, ?4, lovage.next_change())
ON CONFLICT (name) DO UPDATE SET version = excluded.version, step = excluded.step,
  json = excluded.json, published_at = excluded.published_at, change = excluded.change
WHERE value.pinned = 0 AND (excluded.version > value.version
  OR (excluded.version = value.version AND value.step < excluded.step))

-- name: publish_interim
INSERT INTO lovage.value (name, version, step, json, published_at, change)
VALUES (?1, ?2, 1, ?3, ?4, lovage.next_change())
ON CONFLICT (name) DO UPDATE SET version = excluded.version,
  step = CASE WHEN value.version = excluded.version THEN value.step + 1 ELSE 1 END,
  json = excluded.json, published_at = excluded.published_at, change = excluded.change
WHERE value.pinned = 0 AND (excluded.version > value.version
  OR (excluded.version = value.version AND value.step < 2147483647))
RETURNING step

-- name: remember
INSERT INTO lovage.value_history (name, version, json, published_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT DO NOTHING

-- name: trim_history
DELETE FROM lovage.value_history WHERE name = ?1 AND version <= (
  SELECT version FROM lovage.value_history WHERE name = ?1 ORDER BY version DESC LIMIT 1 OFFSET ?2)

-- name: history
SELECT name, version, json, published_at, 2147483647 FROM lovage.value_history WHERE name = ?1
ORDER BY version DESC

-- name: history_version
SELECT json FROM lovage.value_history WHERE name = ?1 AND version = ?2

-- name: newest_in_history
SELECT version, json FROM lovage.value_history WHERE name = ?1 AND version >= ?2
ORDER BY version DESC LIMIT 1

-- name: holds_back
SELECT (pinned = 1 AND (version < ?2 OR (version = ?2 AND step < 2147483647)))::integer
FROM lovage.value WHERE name = ?1

-- name: pinned
SELECT pinned FROM lovage.value WHERE name = ?1

-- name: set_pinned
UPDATE lovage.value SET pinned = ?1 WHERE name = ?2

-- name: next_seq
SELECT CASE WHEN drawn > ?1 THEN drawn ELSE setval('lovage.task_seq', ?1 + 1) END
FROM (SELECT nextval('lovage.task_seq') AS drawn OFFSET 0) AS n

-- name: value
SELECT name, version, json, published_at, step FROM lovage.value WHERE name = ?1

-- name: models
SELECT name, version, json, published_at, step FROM lovage.value
WHERE starts_with(name, 'models/') ORDER BY name LIMIT 1000

-- name: manifests
SELECT json FROM lovage.value WHERE starts_with(name, 'models/')
UNION ALL SELECT json FROM lovage.value_history WHERE starts_with(name, 'models/')

-- name: begin_blob
INSERT INTO lovage.blob (ref, owner, stored_at) VALUES (?1, encode(?2, 'hex')::uuid, ?3)
ON CONFLICT DO NOTHING

-- name: add_chunk
INSERT INTO lovage.blob_chunk (ref, n, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING

-- name: end_blob
UPDATE lovage.blob SET size = ?1 WHERE ref = ?2

-- name: blob_size
SELECT size FROM lovage.blob WHERE ref = ?1 AND size IS NOT NULL

-- name: chunk
SELECT bytes FROM lovage.blob_chunk WHERE ref = ?1 AND n = ?2

-- name: remove_blob
DELETE FROM lovage.blob WHERE ref = ?1

-- name: blobs_until
SELECT ref FROM lovage.blob WHERE stored_at <= ?1

-- name: move_blob_sums
SELECT count(DISTINCT ref), coalesce(sum(octet_length(bytes)), 0)::bigint,
  (SELECT coalesce(sum(size), 0)::bigint FROM lovage.blob)
FROM lovage.blob_chunk

-- name: value_changes
SELECT name, version, json, published_at, step, change FROM lovage.value WHERE change > ?1
ORDER BY change

-- name: value_last_change
SELECT coalesce(max(change), 0) FROM lovage.value

-- name: now
SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint

-- name: check
SELECT count(*) FROM lovage.worker

-- name: wait_for_no_disk
SET LOCAL synchronous_commit TO off

-- name: notify
SELECT pg_notify(?1, ?2)

-- name: ticker
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM lovage.ticker
WHERE kind = ?1 AND name = ?2

-- name: tickers
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM lovage.ticker
WHERE kind = ?1 ORDER BY name COLLATE "C"

-- name: tickers_due
SELECT kind, name, spec, source, cursor, revision, due_at, paused FROM lovage.ticker
WHERE due_at <= ?1 AND due_at IS NOT NULL AND paused = 0 ORDER BY due_at LIMIT ?2

-- name: tickers_next
SELECT due_at FROM lovage.ticker WHERE due_at IS NOT NULL AND paused = 0
ORDER BY due_at LIMIT 1 OFFSET ?1

-- name: happenings
SELECT number, kind, name, what, at FROM lovage.happening ORDER BY number LIMIT ?1

-- name: add_ticker
INSERT INTO lovage.ticker (spec, source, cursor, due_at, paused, kind, name, revision)
VALUES (?1, ?2, ?3, ?4::bigint, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING

-- name: replace_ticker
UPDATE lovage.ticker
SET spec = ?1, source = ?2, cursor = ?3, due_at = ?4::bigint, paused = ?5, revision = ?8
WHERE kind = ?6 AND name = ?7 AND revision = ?9

-- name: remove_ticker
DELETE FROM lovage.ticker WHERE kind = ?1 AND name = ?2

-- name: remove_happenings
DELETE FROM lovage.happening WHERE kind = ?1 AND name = ?2

-- name: remove_marks
DELETE FROM lovage.mark WHERE kind = ?1 AND name = ?2

-- name: marks
SELECT key, value, due_at FROM lovage.mark
WHERE kind = ?1 AND name = ?2 AND key IN (SELECT json_array_elements_text(?3::json))
ORDER BY key COLLATE "C"

-- name: due_marks
SELECT key, value, due_at FROM lovage.mark
WHERE kind = ?1 AND name = ?2 AND due_at <= ?3 AND due_at IS NOT NULL ORDER BY due_at LIMIT ?4

-- name: set_marks
INSERT INTO lovage.mark (kind, name, key, value, due_at)
SELECT ?1, ?2, key, value, due
FROM json_to_recordset(?3::json) AS given (key text, value text, due bigint)
WHERE value IS NOT NULL
ON CONFLICT (kind, name, key) DO UPDATE SET value = excluded.value, due_at = excluded.due_at

-- name: unset_marks
DELETE FROM lovage.mark WHERE kind = ?1 AND name = ?2 AND key IN (
  SELECT key FROM json_to_recordset(?3::json) AS given (key text, value text) WHERE value IS NULL)

-- name: is_ticking
SELECT count(*) FROM lovage.ticker WHERE kind = ?1 AND name = ?2 AND paused = 0

-- name: advance
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(?1::json)
    AS g (kind text, name text, revision bigint, cursor text, due bigint)
), held AS MATERIALIZED (
  -- Who holds one of these is carrying out the same tick.
  SELECT ticker.kind, ticker.name FROM given JOIN lovage.ticker
    ON ticker.kind = given.kind AND ticker.name = given.name AND ticker.revision = given.revision
    AND ticker.paused = 0
  FOR UPDATE OF ticker SKIP LOCKED)
UPDATE lovage.ticker SET cursor = given.cursor, due_at = given.due, revision = ticker.revision + 1
FROM held JOIN given ON given.kind = held.kind AND given.name = held.name
WHERE ticker.kind = held.kind AND ticker.name = held.name
RETURNING ticker.kind, ticker.name

-- name: add_causes
INSERT INTO lovage.cause (seq, cause)
SELECT seq, cause FROM json_to_recordset(?1::json) AS g (seq bigint, cause text)

-- name: happened
DELETE FROM lovage.happening
WHERE number IN (SELECT value::bigint FROM json_array_elements_text(?1::json))

-- name: move_is_in
SELECT count(*) FROM lovage.moved_in WHERE id = ?1

-- name: move_is_empty
SELECT (NOT EXISTS (SELECT FROM lovage.known) AND NOT EXISTS (SELECT FROM lovage.value)
  AND NOT EXISTS (SELECT FROM lovage.ticker))::integer

-- name: move_in
INSERT INTO lovage.moved_in (id) VALUES (?1)

-- name: move_task
INSERT INTO lovage.task (seq, id, type, queue, priority, state, argument, submitted_at, due_at, expires_at, time_limit,
  result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token, cancel_requested, worker,
  lease_until, started_at, ended_at, forget_at, progress, progress_message, error, unique_key,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited, held, checkpoint, result)
VALUES (?1, encode(?2, 'hex')::uuid, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
  ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36,
  ?37, ?38)

-- name: move_ended
INSERT INTO lovage.ended (seq, id, type, queue, priority, state, argument, submitted_at, due_at, expires_at, time_limit,
  result_ttl, retry, publishes, max_lost, waits_for, attempt, lost, token, cancel_requested, worker,
  lease_until, started_at, ended_at, forget_at, progress, progress_message, error, unique_key,
  share_key, turn, key_concurrency, rate_interval, rate_burst, limited, held, checkpoint, result)
VALUES (?1, encode(?2, 'hex')::uuid, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
  ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36,
  ?37, ?38)

-- name: move_known
INSERT INTO lovage.known (id, seq) VALUES (encode(?1, 'hex')::uuid, ?2)

-- name: move_waiters
INSERT INTO lovage.known (id, seq, waiter) VALUES (encode(?1, 'hex')::uuid, ?2, true)
ON CONFLICT (id) DO UPDATE SET waiter = true

-- name: move_tombstones
INSERT INTO lovage.known (id, seq, since) VALUES (encode(?1, 'hex')::uuid, ?2, ?3)

-- name: move_edges
INSERT INTO lovage.edge (awaited, waiting) VALUES (?1, ?2)

-- name: move_log
INSERT INTO lovage.task_log (seq, token, n, attempt, at, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: move_values
INSERT INTO lovage.value (name, version, json, published_at, step, pinned, change)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, lovage.next_change())

-- name: move_history
INSERT INTO lovage.value_history (name, version, json, published_at) VALUES (?1, ?2, ?3, ?4)

-- name: move_shares
INSERT INTO lovage.share (queue, priority, key, last_turn) VALUES (?1, ?2, ?3, ?4)

-- name: move_buckets
INSERT INTO lovage.bucket (queue, key, taken_until, opens_at) VALUES (?1, ?2, ?3, ?4)

-- name: move_tickers
INSERT INTO lovage.ticker (kind, name, spec, source, cursor, revision, due_at, paused)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7::bigint, ?8)

-- name: move_marks
INSERT INTO lovage.mark (kind, name, key, value, due_at) VALUES (?1, ?2, ?3, ?4, ?5::bigint)

-- name: move_happenings
INSERT INTO lovage.happening (number, kind, name, what, at) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: move_causes
INSERT INTO lovage.cause (seq, cause) VALUES (?1, ?2)

-- name: move_last_seq
SELECT setval('lovage.task_seq', greatest(?1, 1)),
  setval(pg_get_serial_sequence('lovage.happening', 'number'),
    (SELECT coalesce(max(number), 0) + 1 FROM lovage.happening))

-- name: move_sums
SELECT 'tasks ' || lower(state), count(*), sum(seq)::bigint,
  sum(length(argument) + coalesce(length(result), 0))::bigint
FROM (SELECT state, seq, argument, result FROM lovage.task
      UNION ALL SELECT state, seq, argument, result FROM lovage.ended) AS t GROUP BY state
UNION ALL SELECT 'waiters', count(*), coalesce(sum(seq), 0)::bigint, 0 FROM lovage.known WHERE waiter
UNION ALL SELECT 'forgotten ids', count(*), coalesce(sum(seq), 0)::bigint, 0
FROM lovage.known WHERE since IS NOT NULL
UNION ALL SELECT 'edges', count(*), coalesce(sum(awaited + waiting), 0)::bigint, 0 FROM lovage.edge
UNION ALL SELECT 'log lines', count(*), coalesce(sum(seq), 0)::bigint, coalesce(sum(length(line)), 0)
FROM lovage.task_log
UNION ALL SELECT 'values', count(*), coalesce(sum(version), 0)::bigint, coalesce(sum(length(json)), 0)
FROM lovage.value
UNION ALL SELECT 'versions of values', count(*), coalesce(sum(version), 0)::bigint,
  coalesce(sum(length(json)), 0)
FROM lovage.value_history
UNION ALL SELECT 'schedules and triggers', count(*), coalesce(sum(revision), 0)::bigint,
  coalesce(sum(length(spec) + length(cursor)), 0) FROM lovage.ticker
UNION ALL SELECT 'what has happened for them', count(*), 0, coalesce(sum(length(what)), 0)
FROM lovage.happening
UNION ALL SELECT 'marks', count(*), 0, coalesce(sum(length(value)), 0) FROM lovage.mark
UNION ALL SELECT 'causes', count(*), coalesce(sum(seq), 0)::bigint, coalesce(sum(length(cause)), 0)
FROM lovage.cause
ORDER BY 1
