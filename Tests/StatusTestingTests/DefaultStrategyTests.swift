import DeterministicSimulation
import StatusTesting
import Testing

@Suite struct DefaultStrategyTests {
  /// A thousand seeds and two runs beforehand, unless the environment asks for more.
  @Test func strategiesTakeTurnsUnlessSaidOtherwise() throws {
    let summary = try #require(
      expectNoFailure(options: ExplorationOptions(shard: .whole)) { sim in await sim.step() })
    #expect(summary.schedules >= 1_002)
  }
}
