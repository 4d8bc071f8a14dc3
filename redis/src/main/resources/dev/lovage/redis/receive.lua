-- KEYS: unacked, unacked_index, leases, then for each queue its list, its delayed and its rejected
-- ARGV: now or empty, lease in seconds, token, steps with commas, tokens of calls whose answer was
-- lost with commas, then for each queue its limit
-- Takes messages from the lists and records each as kombu does, in one step: no crash can come in
-- between. Returns now, the time until which they are held, the time at which the next delayed one
-- is due or empty, and for each message the queue's number, list, tag and text.

local lease, token = tonumber(ARGV[2]), ARGV[3]
local untilText = seconds(now + lease)
local out = {seconds(now), untilText, ''}
local queues = (#KEYS - 3) / 3

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

-- Where a field begins. Most messages have theirs at their end.
local function find(raw, field)
  return raw:find(field, -320, true) or raw:find(field, 1, true)
end

-- Tag, exchange and routing key as JSON texts. Most messages need no reading for it.
local function address(raw, name)
  local at = find(raw, '"delivery_tag"')
  local info = find(raw, '"delivery_info"')
  local tag = at and raw:match('^"delivery_tag"%s*:%s*"([^"\\%c]+)"', at)
  local exchange, key
  if info then
    exchange, key =
      raw:match('^"delivery_info"%s*:%s*{%s*"exchange"%s*:%s*("[^"\\]*")%s*,%s*"routing_key"%s*:%s*("[^"\\]*")', info)
  end
  if not (tag and exchange) or raw:find('"delivery_tag"%s*:', at + 1) or raw:sub(1, 1) ~= '{' then
    local readable, decoded = pcall(cjson.decode, raw)
    if not readable or type(decoded) ~= 'table' or raw:match('^%s*(.)') ~= '{' then
      return nil
    end
    local properties = type(decoded.properties) == 'table' and decoded.properties or {}
    local where = type(properties.delivery_info) == 'table' and properties.delivery_info or {}
    tag = type(properties.delivery_tag) == 'string' and properties.delivery_tag or nil
    if tag and (tag == '' or tag:find('%c')) then
      tag = nil
    end
    exchange = cjson.encode(type(where.exchange) == 'string' and where.exchange or '')
    key = cjson.encode(type(where.routing_key) == 'string' and where.routing_key or name)
  end
  return tag, exchange, key, true
end

local function reject(rejected, raw)
  local entry = {at = seconds(now), reason = 'message: is not a JSON object', message = raw}
  redis.call('LPUSH', rejected, cjson.encode(entry))
  redis.call('LTRIM', rejected, 0, 999)
end

reclaim()
for lost in ARGV[5]:gmatch('[^,]+') do
  local all = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
  for i = #all - 1, 1, -2 do
    if all[i]:sub(-#lost) == lost then
      local list, raw = take(all[i], all[i + 1])
      if raw then
        redis.call('RPUSH', list, raw)
      end
    end
  end
end
for q = 0, queues - 1 do
  due(KEYS[4 + 3 * q], KEYS[5 + 3 * q])
end

local received, tags, values = {}, {}, {}
for step in ARGV[4]:gmatch('[^,]+') do
  for q = 0, queues - 1 do
    local name = KEYS[4 + 3 * q]
    local list = step == '0' and name or name .. '\6\22' .. step
    local left = tonumber(ARGV[6 + q])
    local popped = left > 0 and redis.call('RPOP', list, left) or {}
    for _, raw in ipairs(popped or {}) do
      local tag, exchange, key, readable = address(raw, name)
      if not readable then
        reject(KEYS[6 + 3 * q], raw)
      else
        received[#received + 1] = {q, list, raw}
        tags[#tags + 1] = tag or ''
        values[#values + 1] = '[' .. raw .. ',' .. exchange .. ',' .. key .. ']'
      end
    end
    ARGV[6 + q] = left - #(popped or {})
  end
end
local mine = {}
for from = 1, #tags, 1000 do
  local to = math.min(from + 999, #tags)
  local known = redis.call('HMGET', unacked, unpack(tags, from, to))
  local fields, scores, spans = {}, {}, {}
  for i = from, to do
    local tag, message = tags[i], received[i]
    if tag == '' or known[i - from + 1] or mine[tag] then
      -- It has none, or a careless sender has used it twice.
      tag = 'lovage-' .. token .. '-' .. i
    end
    mine[tag] = true
    local at = 2 * (i - from)
    fields[at + 1], fields[at + 2] = tag, values[i]
    scores[at + 1], scores[at + 2] = untilText, tag
    spans[at + 1], spans[at + 2] = untilText, message[2] .. '\n' .. tag .. '\n' .. token
    at = #out
    out[at + 1], out[at + 2], out[at + 3], out[at + 4] = message[1], message[2], tag, message[3]
  end
  redis.call('HSET', unacked, unpack(fields))
  redis.call('ZADD', index, unpack(scores))
  redis.call('ZADD', leases, unpack(spans))
end
return out
