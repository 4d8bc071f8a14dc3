-- KEYS: unacked, unacked_index, leases, then for each receipt the delayed of its queue
-- ARGV: now or empty, then for each receipt its call's lease, its position, and a delay in seconds
-- Gives messages back: to the front of their lists, or to wait until they are due. Returns 1 for
-- each that was held.

local answer = {}
for i = 2, #ARGV, 3 do
  local delay = tonumber(ARGV[i + 2])
  local list, raw = takeOne(ARGV[i], ARGV[i + 1])
  local at = #answer + 1
  if raw then
    raw = mark(raw)
    if delay > 0 then
      redis.call('ZADD', KEYS[3 + at], seconds(now + delay), list .. '\n' .. raw)
    else
      redis.call('RPUSH', list, raw)
    end
  end
  answer[at] = raw and 1 or 0
end
return answer
