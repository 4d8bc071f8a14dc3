-- The last results of each value.
CREATE TABLE value_history (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  json TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
ALTER TABLE value ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
