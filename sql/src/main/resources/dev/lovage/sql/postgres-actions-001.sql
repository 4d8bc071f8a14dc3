-- Streams by number, so that rows and names of partitions carry a small one.
CREATE TABLE lovage.action_stream (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE
);

-- What is added to a transaction's number to have an order that goes on when the data moves to
-- another server, whose transactions count from the start.
CREATE TABLE lovage.action_base (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  base bigint NOT NULL
);
INSERT INTO lovage.action_base (base) VALUES (0);

-- What users did. A row's place is that of the transaction that brought it and its number there:
-- those below the oldest transaction under way can be read, and nothing more comes there. Days are
-- days since 1970 in UTC by arrival, instants are microseconds.
CREATE TABLE lovage.action (
  stream integer NOT NULL,
  day integer NOT NULL,
  place bigint NOT NULL,
  number integer NOT NULL,
  id uuid NOT NULL,
  user_name text NOT NULL,
  kind text NOT NULL,
  time bigint NOT NULL,
  body text NOT NULL
) PARTITION BY RANGE (stream, day);
-- append: a repeated id is no second action
CREATE UNIQUE INDEX action_id ON lovage.action (id, stream, day);
-- read, count
CREATE INDEX action_place ON lovage.action (place, number);
-- read_user
CREATE INDEX action_user ON lovage.action (user_name, place, number);

-- Makes the part of a stream for a day. Attached, not created as a part, so that appends and reads
-- of other parts go on.
CREATE FUNCTION lovage.action_prepare(a_stream integer, a_day integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  part text := 'action_' || a_stream || '_' || a_day;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('lovage.action', a_stream));
  IF to_regclass('lovage.' || part) IS NULL THEN
    EXECUTE format('CREATE TABLE lovage.%I (LIKE lovage.action INCLUDING ALL)', part);
    EXECUTE format(
      'ALTER TABLE lovage.action ATTACH PARTITION lovage.%I FOR VALUES FROM (%s, %s) TO (%s, %s)',
      part, a_stream, a_day, a_stream, a_day + 1);
  END IF;
END $$;

-- Drops the oldest part of a stream that is before a day; says how many it dropped.
CREATE FUNCTION lovage.action_drop(a_stream integer, before_day integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('lovage.action', a_stream));
  SELECT relname INTO part
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = 'lovage.action'::regclass
    AND relname LIKE 'action\_' || a_stream || '\_%'
    AND split_part(relname, '_', 3)::integer < before_day
  ORDER BY split_part(relname, '_', 3)::integer LIMIT 1;
  IF part IS NULL THEN
    RETURN 0;
  END IF;
  EXECUTE format('DROP TABLE lovage.%I', part);
  RETURN 1;
END $$;
