-- KEYS: unacked, unacked_index, leases, then for each receipt the rejected of its queue
-- ARGV: now or empty, then for each receipt its call's lease, its position, and the reason
-- Forgets messages but for a copy where an operator finds it. Returns 1 for each that was held.

local answer = {}
for i = 2, #ARGV, 3 do
  local _, raw = takeOne(ARGV[i], ARGV[i + 1])
  local at = #answer + 1
  if raw then
    local entry = {at = seconds(now), reason = ARGV[i + 2], message = raw}
    redis.call('LPUSH', KEYS[3 + at], cjson.encode(entry))
    redis.call('LTRIM', KEYS[3 + at], 0, 999)
  end
  answer[at] = raw and 1 or 0
end
return answer
