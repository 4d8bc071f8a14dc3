-- What the scripts share. Times are Unix seconds with a fraction, as in kombu's index.
--
-- What one call takes from one list moves to a list of the call's own, under one lease with the
-- call's id: "list\nid". A set has the positions of those that have left it. A message that may be
-- held for long has left it for kombu's record, where it has its id and position for a tag, and a
-- lease of its own, under its receipt: "list\nid\nposition". Scripts get receipts as the lease of
-- the call and the position.

local unacked, index, leases = KEYS[1], KEYS[2], KEYS[3]

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) + tonumber(time[2]) / 1e6
end

local function seconds(number)
  return string.format('%.6f', number)
end

-- Puts a field into the object that a key holds, unless the text has it.
local function put(raw, key, field, value)
  if raw:find('"' .. field .. '"', 1, true) then
    return raw
  end
  local _, brace = raw:find('"' .. key .. '"%s*:%s*{')
  if not brace then
    return raw
  end
  local comma = raw:match('^%s*}', brace + 1) and '' or ', '
  return raw:sub(1, brace) .. '"' .. field .. '": ' .. value .. comma .. raw:sub(brace + 1)
end

-- As kombu marks what it restores. The text is changed and not written anew: big numbers and empty
-- lists would not survive.
local function mark(raw)
  if raw:find('"redelivered"', 1, true) then
    return raw
  end
  local marked = put(raw, 'delivery_info', 'redelivered', 'true')
  local _, brace = marked:find('"headers"%s*:%s*{')
  if not brace then
    return marked
  end
  local comma = marked:match('^%s*}', brace + 1) and '' or ', '
  return marked:sub(1, brace) .. '"redelivered": true' .. comma .. marked:sub(brace + 1)
end

local function markLost(raw)
  local from, to, count = raw:find('"lovage_lost"%s*:%s*(%d+)')
  if from then
    raw = raw:sub(1, from - 1) .. '"lovage_lost": ' .. (count + 1) .. raw:sub(to + 1)
  else
    raw = put(raw, 'headers', 'lovage_lost', '1')
  end
  return mark(raw)
end

local function leaseOfCall(list, id)
  return list .. '\n' .. id
end

local function leaseOfOne(list, id, position)
  return list .. '\n' .. id .. '\n' .. position
end

local function takenBy(id)
  return leases .. '.' .. id
end

local function leftOf(id)
  return leases .. '.' .. id .. '.left'
end

local function drop(list, id)
  redis.call('ZREM', leases, leaseOfCall(list, id))
  redis.call('DEL', takenBy(id), leftOf(id))
end

-- These messages are with the others of their call no more.
local function leave(list, id, positions)
  redis.call('SADD', leftOf(id), unpack(positions))
  if redis.call('SCARD', leftOf(id)) == redis.call('LLEN', takenBy(id)) then
    drop(list, id)
  end
end

-- Exchange and routing key as JSON texts; nil if it is no message. Most messages need no reading for
-- it, and have it at their end.
local function address(raw, list)
  local info = raw:find('"delivery_info"', -320, true) or raw:find('"delivery_info"', 1, true)
  if info and raw:sub(1, 1) == '{' then
    local exchange, key =
      raw:match('^"delivery_info"%s*:%s*{%s*"exchange"%s*:%s*("[^"\\]*")%s*,%s*"routing_key"%s*:%s*("[^"\\]*")', info)
    if exchange then
      return exchange, key
    end
  end
  local readable, decoded = pcall(cjson.decode, raw)
  if not readable or type(decoded) ~= 'table' or raw:match('^%s*(.)') ~= '{' then
    return nil
  end
  local properties = type(decoded.properties) == 'table' and decoded.properties or {}
  local where = type(properties.delivery_info) == 'table' and properties.delivery_info or {}
  local queue = list:gsub('\6\22%d$', '')
  return cjson.encode(type(where.exchange) == 'string' and where.exchange or ''),
    cjson.encode(type(where.routing_key) == 'string' and where.routing_key or queue)
end

-- Moves messages that are held into kombu's record; what is no message stays, since no sweep of a
-- Python worker would survive it.
local function record(list, id, positions, untilText)
  local moved = {}
  for _, position in ipairs(positions) do
    local raw = redis.call('LINDEX', takenBy(id), position)
    local exchange, key = address(raw, list)
    if exchange then
      local tag = id .. '.' .. position
      redis.call('HSET', unacked, tag, '[' .. raw .. ',' .. exchange .. ',' .. key .. ']')
      redis.call('ZADD', index, untilText, tag)
      redis.call('ZADD', leases, untilText, leaseOfOne(list, id, position))
      moved[#moved + 1] = position
    end
  end
  if #moved > 0 then
    leave(list, id, moved)
  end
end

-- The message in a value of kombu's hash, which is [message, exchange, routing key].
local function message(value)
  return value:match('^%[(.*})')
end

-- Takes a message of ours out of kombu's record.
local function forget(list, id, position)
  local tag = id .. '.' .. position
  redis.call('ZREM', leases, leaseOfOne(list, id, position))
  redis.call('ZREM', index, tag)
  redis.call('HDEL', unacked, tag)
end

-- A holding of ours ends. For one in kombu's record the score proves it: if a Python worker has
-- restored and received the message meanwhile, it is not there any more.
--
-- how: as `held` tells it
local function take(list, id, position, how)
  if how == true then
    local raw = redis.call('LINDEX', takenBy(id), position)
    leave(list, id, {position})
    return raw
  end
  local tag = id .. '.' .. position
  local at = redis.call('ZSCORE', index, tag)
  if not at or tonumber(at) ~= tonumber(how) then
    redis.call('ZREM', leases, leaseOfOne(list, id, position))
    return nil
  end
  local value = redis.call('HGET', unacked, tag)
  forget(list, id, position)
  return value and message(value)
end

-- Gives back all that is left of a call, the oldest foremost, each as `change` makes it.
local function takeAll(list, id, change)
  local all = redis.call('LRANGE', takenBy(id), 0, -1)
  local left = {}
  for _, position in ipairs(redis.call('SMEMBERS', leftOf(id))) do
    left[tonumber(position)] = true
  end
  for i = #all, 1, -1 do
    if not left[i - 1] then
      redis.call('RPUSH', list, change(all[i]))
    end
  end
  drop(list, id)
end

-- Gives back what a lease is on, as `change` makes it.
local function giveBack(lease, score, change)
  local list, id, position = lease:match('^(.-)\n(.-)\n(%d+)$')
  if position then
    local raw = take(list, id, position, score)
    if raw then
      redis.call('RPUSH', list, change(raw))
    end
  else
    list, id = lease:match('^(.-)\n(.+)$')
    takeAll(list, id, change)
  end
end

-- What is held no longer goes back to the front, the oldest foremost.
local function reclaim()
  local over = redis.call('ZREVRANGEBYSCORE', leases, seconds(now), '-inf', 'WITHSCORES', 'LIMIT', 0, 200)
  for i = 1, #over, 2 do
    giveBack(over[i], over[i + 1], markLost)
  end
end

-- How a message is held: false if it is not, else the score of its own lease.
local function heldAlone(list, id, position)
  local own = redis.call('ZSCORE', leases, leaseOfOne(list, id, position))
  return own and tonumber(own) > now and own or false
end

-- How each of these messages of a call is held: true if with the others, else as `heldAlone` tells
-- it. Also the positions of those that are held with others.
local function held(list, id, positions)
  local how, together = {}, {}
  local score = redis.call('ZSCORE', leases, leaseOfCall(list, id))
  local left = score and tonumber(score) > now and redis.call('SMISMEMBER', leftOf(id), unpack(positions))
  for i, position in ipairs(positions) do
    if left and left[i] == 0 then
      how[i] = true
      together[#together + 1] = position
    else
      how[i] = heldAlone(list, id, position)
    end
  end
  return how, together
end

-- Receipts in ARGV: for each call its lease, how many, and their positions.
local function calls(from)
  local all = {}
  while from <= #ARGV do
    local lease, count = ARGV[from], tonumber(ARGV[from + 1])
    local list, id = lease:match('^(.-)\n(.+)$')
    local positions = {unpack(ARGV, from + 2, from + 1 + count)}
    all[#all + 1] = {list = list, id = id, positions = positions}
    from = from + 2 + count
  end
  return all
end

-- Ends the holding of one message.
local function takeOne(lease, position)
  local list, id = lease:match('^(.-)\n(.+)$')
  local how = held(list, id, {position})[1]
  return list, how and take(list, id, position, how)
end
