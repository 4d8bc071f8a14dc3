-- KEYS: unacked, unacked_index, leases, then for each receipt the rejected of its queue
-- ARGV: now or empty, then for each receipt itself and the reason
-- Forgets messages but for a copy where an operator finds it. Returns 1 for each that was held.

local answer = {}
for i = 2, #ARGV, 2 do
  local score = held({ARGV[i]})[1]
  local raw
  if score then
    local _, found = take(ARGV[i], score)
    raw = found
  end
  if raw then
    local rejected = KEYS[3 + i / 2]
    local entry = {at = seconds(now), reason = ARGV[i + 1], message = raw}
    redis.call('LPUSH', rejected, cjson.encode(entry))
    redis.call('LTRIM', rejected, 0, 999)
  end
  answer[i / 2] = raw and 1 or 0
end
return answer
