-- Sends what bench/load.py describes in the environment, and prints one line of JSON.
wrk.method = os.getenv("BENCH_METHOD")
wrk.body = os.getenv("BENCH_BODY")
for name, value in (os.getenv("BENCH_HEADERS") or ""):gmatch("([^:\n]+): ([^\n]*)") do
   wrk.headers[name] = value
end

function done(summary, latency, requests)
   local errors = summary.errors
   local wrong = errors.status + errors.connect + errors.read + errors.write + errors.timeout
   io.write(string.format(
      '{"rate": %.1f, "p50": %.3f, "p99": %.3f, "count": %d, "errors": %d}\n',
      summary.requests / summary.duration * 1e6,
      latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.requests, wrong))
end
