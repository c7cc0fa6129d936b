import Testing

@testable import status_bench

@Suite("A distribution")
struct DistributionTests {
  @Test(
    "has the middle value as median",
    arguments: [
      ([3.0], 3.0), ([4, 1], 2.5), ([5, 1, 2], 2), ([4, 3, 1, 2], 2.5),
    ] as [([Double], Double)])
  func median(values: [Double], expected: Double) {
    #expect(Distribution(values).median == expected)
  }

  @Test(
    "has as percentile the least value that so many do not exceed",
    arguments: [
      (0, 1), (50, 50), (50.5, 51), (90, 90), (99, 99), (99.1, 100), (100, 100),
    ] as [(Double, Double)])
  func percentile(percent: Double, expected: Double) {
    let distribution = Distribution((1...100).shuffled().map(Double.init))
    #expect(distribution.percentile(percent) == expected)
  }

  @Test("has the one value of a single sample as every percentile")
  func singleSample() {
    for percent in [0.0, 50, 99, 100] { #expect(Distribution([7]).percentile(percent) == 7) }
  }

  // The ranks are those of the exact binomial distribution with a coverage of 95 % at least.
  @Test(
    "has its median between ranks that the number of values decides",
    arguments: [(1, 1), (5, 1), (6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (20, 6), (31, 10)])
  func medianInterval(count: Int, rank: Int) {
    let interval = Distribution((1...count).map(Double.init)).medianInterval
    #expect(interval == Double(rank)...Double(count + 1 - rank))
  }

  @Test("is as uncertain as half the width of that interval")
  func uncertainty() {
    #expect(Distribution([90, 100, 110]).medianUncertainty == 0.1)
    #expect(Distribution([0, 0]).medianUncertainty == 0)
  }
}
