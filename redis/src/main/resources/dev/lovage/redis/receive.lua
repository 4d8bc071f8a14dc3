-- KEYS: unacked, unacked_index, leases, then for each queue its list and its delayed
-- ARGV: now or empty, lease in seconds, token, steps with commas, tokens of calls whose answer was
-- lost with commas, how many are few, then for each queue its limit
-- Takes messages from the lists and records each in one step: no crash can come in between. Few are
-- recorded as kombu does; many are taken only of tasks that are over soon, and a heartbeat does it for
-- those that are not. Returns now, the time until which they are held, the time at which the next
-- delayed one is due or empty, and for each list that gave something the queue's number, the list,
-- the id of the call, and the messages.

local lease, token = tonumber(ARGV[2]), ARGV[3]
local untilText = seconds(now + lease)
local out = {seconds(now), untilText, ''}
local few = tonumber(ARGV[6])
local queues = (#KEYS - 3) / 2

local function due(list, delayed)
  local first = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
  if first[2] and tonumber(first[2]) <= now then
    local ready = redis.call('ZREVRANGEBYSCORE', delayed, seconds(now), '-inf', 'LIMIT', 0, 500)
    for _, member in ipairs(ready) do
      local to, raw = member:match('^(.-)\n(.*)$')
      redis.call('ZREM', delayed, member)
      redis.call('RPUSH', to, raw)
    end
    first = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
  end
  if first[2] and (out[3] == '' or tonumber(first[2]) < tonumber(out[3])) then
    out[3] = first[2]
  end
end

reclaim()
local function same(raw)
  return raw
end
for lost in ARGV[5]:gmatch('[^,]+') do
  local all = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
  for i = #all - 1, 1, -2 do
    if all[i]:find('\n' .. lost .. '.', 1, true) then
      giveBack(all[i], all[i + 1], same)
    end
  end
end
for q = 0, queues - 1 do
  due(KEYS[4 + 2 * q], KEYS[5 + 2 * q])
end

local function receive(list, id, most)
  local received, positions = {}, {}
  for i = 1, most do
    local raw = redis.call('LMOVE', list, takenBy(id), 'RIGHT', 'RIGHT')
    if not raw then
      break
    end
    received[i], positions[i] = raw, i - 1
  end
  if #received > 0 then
    redis.call('ZADD', leases, untilText, leaseOfCall(list, id))
  end
  if #received <= few then
    record(list, id, positions, untilText)
  end
  return received
end

local lists = 0
for step in ARGV[4]:gmatch('[^,]+') do
  for q = 0, queues - 1 do
    local name, left = KEYS[4 + 2 * q], tonumber(ARGV[7 + q])
    local list = step == '0' and name or name .. '\6\22' .. step
    lists = lists + 1
    local id = token .. '.' .. lists
    local received = receive(list, id, left)
    if #received > 0 then
      local at = #out
      out[at + 1], out[at + 2], out[at + 3], out[at + 4] = q, list, id, received
    end
    ARGV[7 + q] = left - #received
  end
end
return out
