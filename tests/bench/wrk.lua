-- Has wrk print what tests/bench/load.py reads: requests a second, p50 and p95 in µs, errors.
done = function(summary, latency, requests)
  local e = summary.errors
  local rate = summary.requests / summary.duration * 1e6
  local errors = e.connect + e.read + e.write + e.timeout + e.status
  io.write(string.format("\nmeasured %f %f %f %d\n", rate, latency:percentile(50), latency:percentile(95), errors))
end
