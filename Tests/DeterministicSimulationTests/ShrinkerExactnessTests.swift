import DeterministicSimulation
import StateLocking
import Testing

/// What shrinking ends with where one choice alone does not fail: the simplest run, exactly.
@Suite struct ShrinkerExactnessTests {
  struct Found: Error {}

  /// The choices of the simplest run of twenty draws below ten that fails by a condition.
  private static func simplest(
    failing condition: @escaping @Sendable ([Int]) -> Bool
  ) throws -> [Int] {
    let failure = try #require(
      throws: ExplorationFailure.self,
      performing: {
        try explore(.random(seeds: 0..<1_000), options: ExplorationOptions(shard: .whole)) { sim in
          if condition((0..<20).map { _ in sim.next(below: 10) }) { throw Found() }
        }
      })
    return failure.trace.compactMap(\.choice?.value)
  }

  private static func padded(_ values: [Int]) -> [Int] {
    values + Array(repeating: 0, count: 20 - values.count)
  }

  @Test func choicesComeAsEarlyAsTheyCan() throws {
    #expect(
      try Self.simplest { $0.count { $0 == 3 } >= 2 } == Self.padded([3, 3]))
  }

  @Test func choicesAreAsLowAsTheyCan() throws {
    #expect(
      try Self.simplest { $0[4] >= 5 && $0[2] >= 3 } == Self.padded([0, 0, 3, 0, 5]))
  }

  @Test func bothAfterOneAnother() throws {
    #expect(
      try Self.simplest { numbers in
        zip(numbers, numbers.dropFirst()).contains { $0 >= 4 && $1 > $0 }
      } == Self.padded([4, 5]))
  }

  /// The plain run, the one that is found and the simplest are made again to be told of.
  @Test func noRunIsTriedTwice() throws {
    let draws = Lock<[[Int]]>([])
    _ = try Self.simplest { numbers in
      draws.withLock { $0.append(numbers) }
      return numbers[4] >= 5 && numbers[2] >= 3 && numbers[7] >= 2
    }
    let all = draws.withLock { $0 }
    #expect(all.count - Set(all).count <= 5)
  }
}
