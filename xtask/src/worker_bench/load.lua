-- What wrk sends, and what it says at the end for xtask/src/worker_bench/load.rs: one line of JSON.

wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.body = '{"prompt":"A lighthouse at dusk, watercolour","width":1024,"height":768}'

function init(args)
  wrk.headers["authorization"] = "Bearer " .. args[1]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format(
    '{"requests":%d,"microseconds":%d,"failed":%d,"p50":%d,"p99":%d}',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)
  ))
end
