-- What an attempt has left for the next one, as JSON.
ALTER TABLE task ADD COLUMN checkpoint TEXT;
-- What a task published while it ran, from 1; the last number is its result.
ALTER TABLE value ADD COLUMN step INTEGER NOT NULL DEFAULT 2147483647;
