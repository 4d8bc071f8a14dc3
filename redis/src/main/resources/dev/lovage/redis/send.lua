-- KEYS: a mark that this call was carried out, then lists
-- ARGV: for each list how many messages, then all messages in the order of the lists
-- A call may be repeated when its answer was lost: it sends once.

if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', 60) then
  return 0
end
local at = #KEYS - 1
for i = 2, #KEYS do
  local count = tonumber(ARGV[i - 1])
  for from = 1, count, 1000 do
    local to = math.min(from + 999, count)
    redis.call('LPUSH', KEYS[i], unpack(ARGV, at + from, at + to))
  end
  at = at + count
end
return 1
