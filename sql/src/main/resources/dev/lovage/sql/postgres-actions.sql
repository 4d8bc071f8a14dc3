-- name: wait_for_no_disk
SET LOCAL synchronous_commit TO off

-- name: now
SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint

-- name: check
SELECT count(*) FROM lovage.action_stream

-- name: stream
SELECT number FROM lovage.action_stream WHERE name = ?1

-- name: add_stream
INSERT INTO lovage.action_stream (name) VALUES (?1) ON CONFLICT DO NOTHING

-- name: prepare
SELECT lovage.action_prepare(?1, ?2)

-- name: drop
SELECT lovage.action_drop(?1, ?2)

-- name: place
SELECT base + pg_current_xact_id()::text::bigint FROM lovage.action_base

-- name: horizon
SELECT base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM lovage.action_base

-- name: copy
COPY lovage.action (stream, day, place, number, id, user_name, kind, time, body)
FROM STDIN (FORMAT binary)

-- name: known
SELECT id FROM lovage.action
WHERE stream = ?1 AND day BETWEEN ?2 AND ?3 AND id = ANY (?4)

-- name: read
SELECT day, place, number, id, user_name, kind, time, body FROM lovage.action
WHERE stream = ?1 AND day >= ?2 AND (place, number) > (?3, ?4) AND place < ?5
ORDER BY place, number LIMIT ?6

-- name: count
SELECT count(*) FROM (
  SELECT 1 FROM lovage.action
  WHERE stream = ?1 AND day >= ?2 AND (place, number) > (?3, ?4) AND place < ?5 LIMIT ?6) AS found

-- name: first_day
SELECT coalesce(min(split_part(relname, '_', 3)::integer), 0)
FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'lovage.action'::regclass AND relname LIKE 'action\_' || ?1 || '\_%'

-- name: read_user
SELECT day, place, number, id, user_name, kind, time, body FROM lovage.action
WHERE stream = ?1 AND user_name = ?2 AND day BETWEEN ?3 AND ?4 AND (place, number) < (?5, ?6)
ORDER BY place DESC, number DESC LIMIT ?7

-- name: newest
SELECT day, place, number FROM lovage.action
WHERE stream = ?1 AND place < ?2 ORDER BY place DESC, number DESC LIMIT 1
