-- The ledger. Instants are microseconds since 1970, durations microseconds, big texts JSON.

-- The order of submission, and the version of what a task publishes: never cached, never used again.
CREATE SEQUENCE lovage.task_seq;

-- Every id that was ever accepted: of tasks, of submits that were answered with another task, and
-- of tasks that were pruned (since). It is what makes a repeated submit harmless, whatever became
-- of the first.
CREATE TABLE lovage.known (
  id uuid PRIMARY KEY,
  seq bigint NOT NULL,
  -- Whether this submit still counts as a waiter of a task that is cancelled when the last one left.
  waiter boolean NOT NULL DEFAULT false,
  since bigint
);
-- has_waiters, prune_waiters
CREATE INDEX known_waiter ON lovage.known (seq) WHERE waiter;
-- prune_tombstones
CREATE INDEX known_since ON lovage.known (since) WHERE since IS NOT NULL;

-- Tasks that have not ended: the hot table. What ends leaves it, so that its size is that of the
-- work and not that of the past.
CREATE TABLE lovage.task (
  seq bigint PRIMARY KEY,
  id uuid NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  priority smallint NOT NULL,
  state text NOT NULL,
  argument text NOT NULL,
  submitted_at bigint NOT NULL,
  due_at bigint NOT NULL,
  expires_at bigint,
  time_limit bigint,
  result_ttl bigint NOT NULL,
  retry text,
  publishes text,
  -- A task whose lease ran out this often fails: it may be what takes its workers down.
  max_lost integer NOT NULL,
  waits_for integer NOT NULL DEFAULT 0,
  attempt integer NOT NULL DEFAULT 0,
  lost integer NOT NULL DEFAULT 0,
  -- Counts leases, released ones too: whoever holds the current number holds the lease.
  token bigint NOT NULL DEFAULT 0,
  -- 1 for a person's wish, 2 for a task that was superseded.
  cancel_requested smallint NOT NULL DEFAULT 0,
  worker text,
  lease_until bigint,
  started_at bigint,
  ended_at bigint,
  forget_at bigint,
  progress double precision,
  progress_message text,
  error text,
  unique_key text,
  -- Whose work it is, and what limits that.
  share_key text,
  -- The order among the keys of a queue; 0 without a key.
  turn bigint NOT NULL DEFAULT 0,
  key_concurrency integer NOT NULL DEFAULT 0,
  rate_interval bigint,
  rate_burst integer,
  limited smallint NOT NULL DEFAULT 0,
  -- Queued, and not to be leased before its limits allow it.
  held smallint NOT NULL DEFAULT 0,
  -- What an attempt has left for the next one, as JSON.
  checkpoint text,
  result text
) WITH (
  -- Rows live for as long as their task: look often, and after a number of rows, not a share.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000,
  autovacuum_vacuum_cost_delay = 0
);

-- lease, queues
CREATE INDEX task_ready ON lovage.task (queue, priority DESC, turn, seq)
  WHERE state = 'QUEUED' AND held = 0;
-- held_next, queues
CREATE INDEX task_held ON lovage.task (queue, share_key, priority DESC, turn, seq)
  WHERE state = 'QUEUED' AND held = 1;
-- head_turn
CREATE INDEX task_shared ON lovage.task (queue, priority, turn)
  WHERE state = 'QUEUED' AND share_key IS NOT NULL;
-- busy
CREATE INDEX task_busy ON lovage.task (queue, share_key)
  WHERE limited = 1 AND held = 0 AND state IN ('QUEUED', 'RUNNING');
-- queue_due, next_due, queues
CREATE INDEX task_due ON lovage.task (due_at) WHERE state IN ('SCHEDULED', 'RETRYING');
-- reclaim, next_due, queues
CREATE INDEX task_running ON lovage.task (lease_until) WHERE state = 'RUNNING';
-- expired, next_due
CREATE INDEX task_expiring ON lovage.task (expires_at)
  WHERE expires_at IS NOT NULL AND attempt = 0 AND state IN ('WAITING', 'SCHEDULED', 'QUEUED');
-- is_cancelling
CREATE INDEX task_cancelling ON lovage.task (seq) WHERE cancel_requested > 0 AND state = 'RUNNING';
-- queues
CREATE INDEX task_waiting ON lovage.task (queue) WHERE state = 'WAITING';
-- attachable, replaceable
CREATE INDEX task_unique ON lovage.task (type, unique_key, seq) WHERE unique_key IS NOT NULL;

-- Tasks that have ended, with their results, by the day on which they are forgotten: a day that is
-- over is dropped whole. What is kept beyond the days that are prepared goes to the last part.
CREATE TABLE lovage.ended (LIKE lovage.task INCLUDING DEFAULTS) PARTITION BY RANGE (forget_at);
CREATE TABLE lovage.ended_later PARTITION OF lovage.ended DEFAULT;
-- find, list
CREATE INDEX ended_seq ON lovage.ended (seq);
-- prune_find
CREATE INDEX ended_forget ON lovage.ended (forget_at, seq);
-- list_failed
CREATE INDEX ended_failed ON lovage.ended (seq) WHERE state = 'FAILED';
-- kept
CREATE INDEX ended_kept ON lovage.ended (type, unique_key, ended_at, seq)
  WHERE unique_key IS NOT NULL AND state = 'SUCCEEDED';

-- throttled
CREATE INDEX ended_unique ON lovage.ended (type, unique_key, seq) WHERE unique_key IS NOT NULL;

-- The turn that each key was given last.
CREATE TABLE lovage.share (
  queue text NOT NULL,
  priority smallint NOT NULL,
  key text NOT NULL,
  last_turn bigint NOT NULL,
  PRIMARY KEY (queue, priority, key)
) WITH (fillfactor = 50);
-- head_turn
CREATE INDEX share_last ON lovage.share (queue, priority, last_turn);

-- Token buckets: the time until which tokens have been taken, and when one comes that is waited for.
CREATE TABLE lovage.bucket (
  queue text NOT NULL,
  key text NOT NULL,
  taken_until bigint NOT NULL,
  opens_at bigint,
  PRIMARY KEY (queue, key)
) WITH (fillfactor = 50);
-- next_due, open_buckets
CREATE INDEX bucket_opens ON lovage.bucket (opens_at) WHERE opens_at IS NOT NULL;

-- How far pruning has come in what is to be dropped.
CREATE TABLE lovage.pruned (forget_at bigint NOT NULL, seq bigint NOT NULL);
INSERT INTO lovage.pruned VALUES (0, 0);

-- A row for each task that another one waits for; gone when the awaited one has ended.
CREATE TABLE lovage.edge (
  awaited bigint NOT NULL,
  waiting bigint NOT NULL,
  PRIMARY KEY (awaited, waiting)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

CREATE TABLE lovage.task_log (
  seq bigint NOT NULL,
  -- The lease and the line in it: what is reported twice is stored once.
  token bigint NOT NULL,
  n integer NOT NULL,
  attempt integer NOT NULL,
  at bigint NOT NULL,
  line text NOT NULL,
  PRIMARY KEY (seq, token, n)
);

CREATE TABLE lovage.value (
  name text PRIMARY KEY,
  version bigint NOT NULL,
  json text NOT NULL,
  published_at bigint NOT NULL,
  -- Counts publications of all values in the order of their commits, so that another process finds
  -- what is new.
  change bigint NOT NULL,
  -- What a task published while it ran, from 1; the last number is its result.
  step integer NOT NULL DEFAULT 2147483647,
  pinned smallint NOT NULL DEFAULT 0
);
-- value_changes, value_last_change
CREATE INDEX value_change ON lovage.value (change);

CREATE SEQUENCE lovage.value_change_seq;

-- The lock is held until the commit, so numbers become visible in their order.
CREATE FUNCTION lovage.next_change() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('lovage.value_change', 0));
  RETURN nextval('lovage.value_change_seq');
END $$;

-- The last results of each value.
CREATE TABLE lovage.value_history (
  name text NOT NULL,
  version bigint NOT NULL,
  json text NOT NULL,
  published_at bigint NOT NULL,
  PRIMARY KEY (name, version)
);

CREATE TABLE lovage.worker (
  id text PRIMARY KEY,
  host text NOT NULL,
  pid bigint NOT NULL,
  queues text NOT NULL,
  types text NOT NULL,
  draining smallint NOT NULL,
  started_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  alive_until bigint NOT NULL
) WITH (fillfactor = 50);

-- The stores that have moved in here, so that a move that was cut short is not done twice.
CREATE TABLE lovage.moved_in (
  id text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);

-- Prepares the parts of ended for the days to come. A part can't be made while somebody holds the
-- last part locked for long: then it is left for the next time, and so is one that the last part
-- has rows for already.
CREATE FUNCTION lovage.prepare_days(now bigint, days integer) RETURNS void LANGUAGE plpgsql
SET lock_timeout = '200ms' AS $$
DECLARE
  day_long CONSTANT bigint := 86400000000;
  day bigint;
  name text;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('lovage.prepare_days', 0)) THEN
    RETURN;
  END IF;
  FOR i IN 0..days LOOP
    day := (now / day_long + i) * day_long;
    name := 'ended_' || to_char(to_timestamp(day / 1000000) AT TIME ZONE 'UTC', 'YYYYMMDD');
    IF to_regclass('lovage.' || name) IS NULL AND NOT EXISTS (
      SELECT FROM lovage.ended_later WHERE forget_at >= day AND forget_at < day + day_long) THEN
      EXECUTE format(
        'CREATE TABLE lovage.%I PARTITION OF lovage.ended FOR VALUES FROM (%s) TO (%s)',
        name, day, day + day_long);
    END IF;
  END LOOP;
EXCEPTION WHEN lock_not_available THEN
  NULL;
END $$;

-- Drops the parts of ended whose day is over for an hour and whose tasks have all been pruned.
CREATE FUNCTION lovage.drop_days(now bigint) RETURNS void LANGUAGE plpgsql
SET lock_timeout = '200ms' AS $$
DECLARE
  place record;
  part record;
  over bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('lovage.prepare_days', 0)) THEN
    RETURN;
  END IF;
  SELECT forget_at, seq INTO place FROM lovage.pruned;
  FOR part IN
    SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'lovage.ended'::regclass AND c.relname <> 'ended_later'
  LOOP
    over := extract(epoch FROM to_date(substr(part.name, 7), 'YYYYMMDD') + 1)::bigint * 1000000;
    IF over <= now - 3600000000 AND NOT EXISTS (
      SELECT FROM lovage.ended
      WHERE (forget_at, seq) > (place.forget_at, place.seq) AND forget_at < over) THEN
      EXECUTE format('DROP TABLE lovage.%I', part.name);
    END IF;
  END LOOP;
EXCEPTION WHEN lock_not_available THEN
  NULL;
END $$;

-- Accepts a task from any language, within the transaction of the caller: workers see it at the
-- commit. The same checks as elsewhere; docs/postgresql.md describes it.
CREATE FUNCTION lovage.enqueue(
  type text,
  argument json,
  queue text DEFAULT 'default',
  priority integer DEFAULT 5,
  delay interval DEFAULT '0',
  expiry interval DEFAULT NULL,
  time_limit interval DEFAULT NULL,
  result_ttl interval DEFAULT '1 day',
  publishes text DEFAULT NULL,
  id uuid DEFAULT gen_random_uuid()
) RETURNS uuid LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  now CONSTANT bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
  due CONSTANT bigint := now + (extract(epoch FROM delay) * 1000000)::bigint;
  number bigint;
BEGIN
  IF type IS NULL OR type !~ '^[A-Za-z0-9_.:-]{1,128}(@[0-9]{1,9})?$' THEN
    RAISE EXCEPTION 'type: takes 1 to 128 letters, digits, or any of _ . : -, but is %', quote_nullable(type)
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF queue IS NULL OR queue !~ '^[A-Za-z0-9_.:-]{1,128}$' THEN
    RAISE EXCEPTION 'queue: takes 1 to 128 letters, digits, or any of _ . : -, but is %', quote_nullable(queue)
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF priority IS NULL OR priority NOT BETWEEN 0 AND 9 THEN
    RAISE EXCEPTION 'priority: takes 0 (last) to 9 (first), but is %', coalesce(priority::text, 'null')
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF argument IS NULL OR length(argument::text) > 1048576 THEN
    RAISE EXCEPTION 'argument: takes JSON of at most 1,048,576 characters; store it elsewhere and submit its name'
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF delay IS NULL OR delay < '0' OR delay > '3660 days' THEN
    RAISE EXCEPTION 'delay: must not be negative or longer than 3660 days, but is %', coalesce(delay::text, 'null')
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF expiry <= '0' OR expiry > '3660 days' THEN
    RAISE EXCEPTION 'expiry: must be longer than zero and at most 3660 days, but is %', expiry
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF time_limit <= '0' OR time_limit > '3660 days' THEN
    RAISE EXCEPTION 'time_limit: must be longer than zero and at most 3660 days, but is %', time_limit
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF result_ttl IS NULL OR result_ttl <= '0' OR result_ttl > '3660 days' THEN
    RAISE EXCEPTION 'result_ttl: must be longer than zero and at most 3660 days, but is %', coalesce(result_ttl::text, 'null')
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF publishes !~ '^[A-Za-z0-9_.:/@+=,~-]+$' OR length(publishes) > 512 THEN
    RAISE EXCEPTION 'publishes: takes 1 to 512 letters, digits, or any of _ . : @ + = , ~ - /, but is %', quote_literal(publishes)
      USING ERRCODE = 'invalid_parameter_value';
  ELSIF id IS NULL THEN
    RAISE EXCEPTION 'id: must not be null; leave it out for a new one'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO lovage.known (id, seq) VALUES (id, nextval('lovage.task_seq'))
  ON CONFLICT ON CONSTRAINT known_pkey DO NOTHING RETURNING seq INTO number;
  IF number IS NULL THEN
    RETURN id; -- A repeated submit changes nothing.
  END IF;
  INSERT INTO lovage.task (seq, id, type, queue, priority, state, argument, submitted_at, due_at,
    expires_at, time_limit, result_ttl, publishes, max_lost)
  VALUES (number, id, type, queue, priority, CASE WHEN due > now THEN 'SCHEDULED' ELSE 'QUEUED' END,
    argument::text, now, due, now + (extract(epoch FROM expiry) * 1000000)::bigint,
    (extract(epoch FROM time_limit) * 1000000)::bigint,
    (extract(epoch FROM result_ttl) * 1000000)::bigint, publishes, 5);
  PERFORM pg_notify('lovage' || '_news', '- 15');
  RETURN id;
END $$;
