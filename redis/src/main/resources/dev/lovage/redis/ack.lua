-- KEYS: unacked, unacked_index, leases
-- ARGV: now or empty, then receipts
-- Forgets messages; returns 1 for each that was held.

local receipts, answer = {}, {}
for i = 2, #ARGV do
  receipts[#receipts + 1] = ARGV[i]
end
local scores = held(receipts)
local mine, tags = {}, {}
for i, receipt in ipairs(receipts) do
  answer[i] = 0
  if scores[i] then
    answer[i] = 1
    mine[#mine + 1] = receipt
    tags[#tags + 1] = receipt:match('^.-\n(.-)\n')
  end
end
if #mine > 0 then
  redis.call('ZREM', leases, unpack(mine))
  redis.call('ZREM', index, unpack(tags))
  redis.call('HDEL', unacked, unpack(tags))
end
return answer
