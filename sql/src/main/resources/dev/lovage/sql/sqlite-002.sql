-- A task whose lease ran out this often fails: it may be what takes its workers down.
ALTER TABLE task ADD COLUMN max_lost INTEGER NOT NULL DEFAULT 5;
