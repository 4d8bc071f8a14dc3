-- The streams by number, so that a row and an index entry carry one byte and not a name.
CREATE TABLE stream (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
-- What users did, in the order in which it came. Instants are microseconds since 1970, ids 16 bytes.
CREATE TABLE action (
  seq INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  id BLOB NOT NULL,
  user TEXT NOT NULL,
  kind TEXT NOT NULL,
  time INTEGER NOT NULL,
  came INTEGER NOT NULL,
  body TEXT NOT NULL
);
-- append: a repeated id is no second action
CREATE UNIQUE INDEX action_id ON action (id, stream);
-- read, count, prune
CREATE INDEX action_stream ON action (stream);
-- read_user. By runs of 32,768 actions: within one an index of this size stays in memory, so that an
-- append writes near the last one and not all over the file. A read looks into run after run.
CREATE INDEX action_user ON action (seq >> 15, user, stream);
-- The highest number that was pruned: it must not be given again, as readers have passed it.
CREATE TABLE pruned (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL
);
INSERT INTO pruned VALUES (1, 0);
