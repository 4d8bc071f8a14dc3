-- Schedules and triggers: what makes tasks by itself.
CREATE TABLE ticker (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  -- JSON of whoever made it.
  spec TEXT NOT NULL,
  -- What in this store makes it tick: 'value NAME', 'succeeded TYPE', 'failed TYPE'; NULL for none.
  source TEXT,
  -- How far it has come, JSON of whoever moves it. The revision rises with each change.
  cursor TEXT NOT NULL,
  revision INTEGER NOT NULL,
  due_at INTEGER,
  paused INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- tickers_due, tickers_next
CREATE INDEX ticker_due ON ticker (due_at) WHERE due_at IS NOT NULL AND paused = 0;

-- task_ended, value_published
CREATE INDEX ticker_source ON ticker (source, kind, name) WHERE source IS NOT NULL AND paused = 0;

-- What a ticker keeps for one key of many.
CREATE TABLE mark (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  due_at INTEGER,
  PRIMARY KEY (kind, name, key)
) STRICT, WITHOUT ROWID;

-- due_marks
CREATE INDEX mark_due ON mark (kind, name, due_at) WHERE due_at IS NOT NULL;

-- What has happened for a ticker and was not dealt with yet.
CREATE TABLE happening (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- What made a task that nobody submitted.
CREATE TABLE cause (
  seq INTEGER PRIMARY KEY,
  cause TEXT NOT NULL
) STRICT;

CREATE TRIGGER cause_pruned AFTER DELETE ON task BEGIN
  DELETE FROM cause WHERE seq = OLD.seq; END;

-- Triggers of the database, so that whatever ends a task notes it, in the transaction that does.
CREATE TRIGGER task_ended AFTER UPDATE OF state ON task
WHEN NEW.state IN ('SUCCEEDED', 'FAILED') AND EXISTS (SELECT 1 FROM ticker WHERE source IS NOT NULL AND paused = 0)
BEGIN
  INSERT INTO happening (kind, name, what, at)
  SELECT kind, name, json_object(
      'task', lower(substr(hex(NEW.id), 1, 8) || '-' || substr(hex(NEW.id), 9, 4) || '-' ||
        substr(hex(NEW.id), 13, 4) || '-' || substr(hex(NEW.id), 17, 4) || '-' || substr(hex(NEW.id), 21)),
      'type', substr(NEW.type, 1, instr(NEW.type || '@', '@') - 1), 'state', NEW.state), NEW.ended_at
  FROM ticker WHERE paused = 0 AND source IS NOT NULL
    AND source = lower(NEW.state) || ' ' || substr(NEW.type, 1, instr(NEW.type || '@', '@') - 1); END;

CREATE TRIGGER value_published AFTER UPDATE OF version, step ON value
WHEN NEW.step = 2147483647
BEGIN
  INSERT INTO happening (kind, name, what, at)
  SELECT kind, name, json_object('name', NEW.name, 'version', NEW.version), NEW.published_at
  FROM ticker WHERE paused = 0 AND source IS NOT NULL AND source = 'value ' || NEW.name; END;

CREATE TRIGGER value_first_published AFTER INSERT ON value
WHEN NEW.step = 2147483647
BEGIN
  INSERT INTO happening (kind, name, what, at)
  SELECT kind, name, json_object('name', NEW.name, 'version', NEW.version), NEW.published_at
  FROM ticker WHERE paused = 0 AND source IS NOT NULL AND source = 'value ' || NEW.name; END;
