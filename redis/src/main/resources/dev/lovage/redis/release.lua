-- KEYS: unacked, unacked_index, leases, then for each receipt the delayed of its queue
-- ARGV: now or empty, then for each receipt itself and a delay in seconds
-- Gives messages back: to the front of their lists, or to wait until they are due. Returns 1 for
-- each that was held.

local answer = {}
for i = 2, #ARGV, 2 do
  local receipt, delay = ARGV[i], tonumber(ARGV[i + 1])
  local score = held({receipt})[1]
  local list, raw
  if score then
    list, raw = take(receipt, score)
  end
  if raw then
    raw = mark(raw)
    if delay > 0 then
      redis.call('ZADD', KEYS[3 + i / 2], seconds(now + delay), list .. '\n' .. raw)
    else
      redis.call('RPUSH', list, raw)
    end
  end
  answer[i / 2] = raw and 1 or 0
end
return answer
