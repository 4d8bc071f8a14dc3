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
  if not succeeded(redis.call('GET', key)) then
    local document, ttl = ARGV[2 * i - 1], ARGV[2 * i]
    if ttl == '' then
      redis.call('SET', key, document)
    else
      redis.call('SETEX', key, ttl, document)
    end
    redis.call('PUBLISH', key, document)
  end
end
return #KEYS
