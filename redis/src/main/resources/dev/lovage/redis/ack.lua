-- KEYS: unacked, unacked_index, leases
-- ARGV: now or empty, then receipts by their calls
-- Forgets messages; returns 1 for each that was held.

local answer = {}
for _, call in ipairs(calls(2)) do
  local how, together = held(call.list, call.id, call.positions)
  if #together > 0 then
    leave(call.list, call.id, together)
  end
  for i, position in ipairs(call.positions) do
    answer[#answer + 1] = how[i] and 1 or 0
    if how[i] and how[i] ~= true then
      forget(call.list, call.id, position)
    end
  end
end
return answer
