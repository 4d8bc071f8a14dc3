-- KEYS: for each part the key of its group
-- ARGV: for each part its id, its score, the member, and the time to live in seconds
-- Counts ended parts of chords in Celery's keys, each id once: one that comes again with another
-- result would be counted twice there, and the chord fire early or never. Returns for each part
-- nothing, or the saved form of the group or empty, and the members in their order.

local answer = {}
for i, group in ipairs(KEYS) do
  local id, score, member, ttl = ARGV[4 * i - 3], ARGV[4 * i - 2], ARGV[4 * i - 1], ARGV[4 * i]
  local parts = group .. '.j'
  local known = false
  for _, other in ipairs(redis.call('ZRANGEBYSCORE', parts, score, score)) do
    local at = other:find('"' .. id .. '"', 1, true)
    known = known or (at ~= nil and at < 8)
  end
  if not known then
    redis.call('ZADD', parts, score, member)
  end
  redis.call('EXPIRE', parts, ttl)
  redis.call('EXPIRE', group .. '.t', ttl)
  redis.call('EXPIRE', group .. '.s', ttl)
  local size = redis.call('GET', group .. '.s')
  local more = redis.call('GET', group .. '.t')
  answer[i] = {}
  if size and redis.call('ZCARD', parts) == tonumber(size) + (tonumber(more or '0') or 0) then
    answer[i] = redis.call('ZRANGE', parts, 0, -1)
    table.insert(answer[i], 1, redis.call('GET', group) or '')
  end
end
return answer
