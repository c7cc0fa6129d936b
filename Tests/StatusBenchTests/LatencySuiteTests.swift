import Testing

@testable import status_bench

@Suite("The latency suite")
struct LatencySuiteTests {
  @Test("has a line of its table for every way of waking")
  func choice() {
    let lines = LatencySuite.choice(
      delays: ["every 50 ms": [26.5, 24, 25.5], "on append": [0.0204]],
      loads: ["every 50 ms": 0.0456])
    #expect(
      lines.dropFirst() == [
        "  waking          exact mean     mean ms      p99 ms      max ms  idle CPU %",
        "  every 1 ms           0.500           –           –           –           –",
        "  every 10 ms          5.000           –           –           –           –",
        "  every 50 ms         25.000      25.333      26.500      26.500       0.046",
        "  every 100 ms        50.000           –           –           –           –",
        "  on append            0.000       0.020       0.020       0.020           –",
      ])
  }
}
