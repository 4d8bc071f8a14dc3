CREATE SCHEMA IF NOT EXISTS lovage;
-- Which steps have been taken.
CREATE TABLE lovage.migration (
  version integer PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);
