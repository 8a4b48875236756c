-- What wrk sends, and what it says at the end for xtask/src/worker_bench/load.rs: one line of JSON.

local PROMPT = '{"prompt":"A lighthouse at dusk, watercolour","width":1024,"height":768'
local way, number

wrk.method = "POST"
wrk.headers["content-type"] = "application/json"

-- The key; what each request has beside its prompt; and a number that no request of an earlier turn had.
function init(args)
  wrk.headers["authorization"] = "Bearer " .. args[1]
  way, number = args[2], tonumber(args[3])
end

function request()
  local seed = ""
  number = number + 1
  if way == "job-key" then wrk.headers["idempotency-key"] = string.format("%d", number) end
  if way == "new-seed" then seed = string.format(',"seed":%d', number) end
  if way == "same-seed" then seed = ',"seed":7' end
  return wrk.format(nil, nil, nil, PROMPT .. seed .. "}")
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format(
    '{"requests":%d,"microseconds":%d,"failed":%d,"p50":%d,"p99":%d}',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)
  ))
end
