-- Where the store has moved to; one row at most. Once it is done this file is not opened any more.
CREATE TABLE moved (
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  done INTEGER NOT NULL
) STRICT;
