/// How a latency is distributed, from exact samples.
struct Percentiles: Codable, Equatable {
  let samples: Int
  let p50: Double
  let p90: Double
  let p99: Double
  let max: Double

  init(_ samples: Distribution) {
    self.samples = samples.count
    p50 = samples.percentile(50)
    p90 = samples.percentile(90)
    p99 = samples.percentile(99)
    max = samples.maximum
  }
}
