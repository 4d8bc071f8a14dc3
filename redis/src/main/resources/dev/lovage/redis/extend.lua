-- KEYS: unacked, unacked_index, leases
-- ARGV: now or empty, lease in seconds, then receipts
-- Returns 1 for each that is held on. Kombu's index moves along, so that no sweep of a Python worker
-- takes the message for forgotten.

reclaim()
local receipts, answer = {}, {}
for i = 3, #ARGV do
  receipts[#receipts + 1] = ARGV[i]
end
local scores = held(receipts)
local untilText = seconds(now + tonumber(ARGV[2]))
for i, receipt in ipairs(receipts) do
  local tag = receipt:match('^.-\n(.-)\n')
  local at = scores[i] and redis.call('ZSCORE', index, tag)
  if at and tonumber(at) == tonumber(scores[i]) then
    redis.call('ZADD', leases, untilText, receipt)
    redis.call('ZADD', index, 'XX', untilText, tag)
    answer[i] = 1
  else
    answer[i] = 0
  end
end
return answer
