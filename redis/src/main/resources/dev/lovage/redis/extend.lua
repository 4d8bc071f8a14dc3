-- KEYS: unacked, unacked_index, leases
-- ARGV: now or empty, lease in seconds, then receipts by their calls
-- Returns 1 for each that is held on. Kombu's index moves along, so that no sweep of a Python worker
-- takes the message for forgotten.

reclaim()
local answer = {}
local untilText = seconds(now + tonumber(ARGV[2]))
for _, call in ipairs(calls(3)) do
  local how, together = held(call.list, call.id, call.positions)
  record(call.list, call.id, together, untilText)
  for i, position in ipairs(call.positions) do
    local extended = how[i] == true
    if how[i] and not extended then
      local tag = call.id .. '.' .. position
      local at = redis.call('ZSCORE', index, tag)
      if at and tonumber(at) == tonumber(how[i]) then
        redis.call('ZADD', leases, untilText, leaseOfOne(call.list, call.id, position))
        redis.call('ZADD', index, 'XX', untilText, tag)
        extended = true
      end
    end
    answer[#answer + 1] = extended and 1 or 0
  end
end
return answer
