-- The contents of models, in chunks.
CREATE TABLE lovage.blob (
  ref text PRIMARY KEY,
  -- The task that wrote it: as long as that has not ended it is kept.
  owner uuid NOT NULL,
  stored_at bigint NOT NULL,
  -- Null until it is whole.
  size bigint
);

CREATE TABLE lovage.blob_chunk (
  ref text NOT NULL REFERENCES lovage.blob (ref) ON DELETE CASCADE,
  n integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (ref, n)
);
-- Models are numbers: what could be compressed in them is less than the trying costs.
ALTER TABLE lovage.blob_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- models, manifests
CREATE INDEX value_models ON lovage.value (name) WHERE starts_with(name, 'models/');
CREATE INDEX value_history_models ON lovage.value_history (name, version)
WHERE starts_with(name, 'models/');
