-- What was served before there was a history can be returned to as well.
INSERT INTO value_history (name, version, json, published_at)
SELECT name, version, json, published_at FROM value WHERE step = 2147483647
ON CONFLICT DO NOTHING;
