-- KEYS: of results, which are also the channels that tell of them
-- ARGV: for each a document and its time to live in seconds or empty
-- Keeps results as Celery does: a success that is there stays.

local function succeeded(document)
  if not document or not document:find('SUCCESS', 1, true) then
    return false
  end
  local readable, decoded = pcall(cjson.decode, document)
  if readable then
    return type(decoded) == 'table' and decoded.status == 'SUCCESS'
  end
  return document:find('^%s*{%s*"status"%s*:%s*"SUCCESS"') ~= nil
end

for i, key in ipairs(KEYS) do
  local document, ttl = ARGV[2 * i - 1], ARGV[2 * i]
  local expires = ttl ~= ''
  local kept
  if expires then
    kept = redis.call('SET', key, document, 'NX', 'EX', ttl)
  else
    kept = redis.call('SET', key, document, 'NX')
  end
  if not kept and not succeeded(redis.call('GET', key)) then
    kept = expires and redis.call('SETEX', key, ttl, document) or redis.call('SET', key, document)
  end
  if kept then
    redis.call('PUBLISH', key, document)
  end
end
return #KEYS
