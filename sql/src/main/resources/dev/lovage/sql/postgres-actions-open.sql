-- Rows that a snapshot shows are below its end, but on a server to which they were moved.
UPDATE lovage.action_base SET base = 1 + (SELECT max(place) FROM lovage.action)
WHERE (SELECT coalesce(max(place), 0) FROM lovage.action)
  >= base + pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
