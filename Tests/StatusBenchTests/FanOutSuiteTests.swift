import Testing

@testable import status_bench

@Suite("The fan-out suite")
struct FanOutSuiteTests {
  @Test("counts one encoding of an event in a profile", arguments: [1, 2, 50])
  func shared(viewers: Int) async throws {
    #expect(try await FanOutSuite.encodings(of: 20, for: viewers) == 1)
  }

  @Test("counts one for each viewer if nothing is shared")
  func apart() async throws {
    let audience = try Audience(of: 10, sharing: 0)
    try await audience.publish(20)
    await audience.leave()
    #expect(audience.encodings == 10 * 21)
  }
}
