-- What the scripts share. Times are Unix seconds with a fraction, as in kombu's index. A receipt is
-- the list, the tag and a token of who received, on a line each.

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

-- The message in a value of kombu's hash, which is [message, exchange, routing key].
local function message(value)
  return value:match('^%[(.*})')
end

-- Ends a holding of ours, which the score proves: if a Python worker has restored and received the
-- message meanwhile, it has another one.
local function take(receipt, score)
  redis.call('ZREM', leases, receipt)
  local list, tag = receipt:match('^(.-)\n(.-)\n')
  local at = redis.call('ZSCORE', index, tag)
  if not at or tonumber(at) ~= tonumber(score) then
    return nil
  end
  local value = redis.call('HGET', unacked, tag)
  redis.call('ZREM', index, tag)
  redis.call('HDEL', unacked, tag)
  return list, value and message(value)
end

-- What is held no longer goes back to the front, the oldest foremost.
local function reclaim()
  local over = redis.call('ZREVRANGEBYSCORE', leases, seconds(now), '-inf', 'WITHSCORES', 'LIMIT', 0, 200)
  for i = 1, #over, 2 do
    local list, raw = take(over[i], over[i + 1])
    if raw then
      redis.call('RPUSH', list, markLost(raw))
    end
  end
end

-- Which of these receipts are held.
local function held(receipts)
  if #receipts == 0 then
    return {}
  end
  local scores = redis.call('ZMSCORE', leases, unpack(receipts))
  for i = 1, #receipts do
    if scores[i] and tonumber(scores[i]) <= now then
      scores[i] = false
    end
  end
  return scores
end
