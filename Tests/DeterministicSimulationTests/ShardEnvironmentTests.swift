import DeterministicSimulation
import Testing

@Suite struct ShardEnvironmentTests {
  private typealias Variables = [String: String]

  private static func shard(_ variables: [String: String], option: String? = nil) throws -> String {
    "\(try ShardEnvironment { variables[$0] }.shard(option: option))"
  }

  @Test(arguments: [
    ([:], "1/1"),
    (["STATUS_SHARD": "2/7"], "2/7"),
    // Bazel's count always, the others' on request.
    (["TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": "4"], "1/4"),
    (["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"], "1/1"),
    (["JOB_COMPLETION_INDEX": "2", "STATUS_SHARDS": "4"], "1/1"),
    (["SLURM_ARRAY_TASK_ID": "2"], "1/1"),
    (["STATUS_SHARD": "auto", "CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"], "2/4"),
    (["STATUS_SHARD": "auto", "CI_NODE_TOTAL": "1"], "1/1"),
    (["STATUS_SHARD": "auto", "JOB_COMPLETION_INDEX": "2", "STATUS_SHARDS": "4"], "3/4"),
    (
      [
        "STATUS_SHARD": "auto", "CI_NODE_TOTAL": "1", "JOB_COMPLETION_INDEX": "2",
        "STATUS_SHARDS": "4",
      ], "3/4"
    ),
    (
      [
        "STATUS_SHARD": "auto", "TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2",
        "CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4",
      ], "2/2"
    ),
    (["STATUS_SHARD": "2/2", "TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2"], "2/2"),
  ])
  func names(variables: [String: String], shard: String) throws {
    #expect(try Self.shard(variables) == shard)
  }

  @Test func anOptionSaysTheSame() throws {
    #expect(try Self.shard([:], option: "3/4") == "3/4")
    let gitLab = ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"]
    #expect(try Self.shard(gitLab, option: "auto") == "2/4")
    #expect(try Self.shard(["STATUS_SHARD": "3/4"], option: "3/4") == "3/4")
  }

  @Test(arguments: [
    ("0", "0", "7", "1", "8", "1/8"), ("7", "0", "7", "1", "8", "8/8"),
    ("11", "1", "16", "5", "4", "3/4"), ("3", "3", "3", "1", "1", "1/1"),
  ])
  func slurm(
    task: String, first: String, last: String, step: String, count: String, shard: String
  ) throws {
    let variables = Self.slurm(task, first, last, step, count)
    #expect(try Self.shard(variables) == shard)
  }

  @Test func aSlurmListThatIsNoRangeIsRefused() throws {
    // --array=1,2,10
    let error = #expect(throws: InvalidShard.self) {
      try Self.shard(Self.slurm("2", "1", "10", "1", "3"))
    }
    #expect(error?.description.contains("SLURM_ARRAY_TASK_COUNT is '3'") == true)
    #expect(error?.description.contains("plain range") == true)
  }

  private static func slurm(
    _ task: String, _ first: String, _ last: String, _ step: String, _ count: String
  ) -> [String: String] {
    [
      "STATUS_SHARD": "auto", "SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_MIN": first,
      "SLURM_ARRAY_TASK_MAX": last, "SLURM_ARRAY_TASK_STEP": step,
      "SLURM_ARRAY_TASK_COUNT": count,
    ]
  }

  @Test(arguments: [
    (["STATUS_SHARD": ""], "STATUS_SHARD is '': expected I/N"),
    (["STATUS_SHARD": "0/4"], "STATUS_SHARD is '0/4': expected a share from 1/4 to 4/4"),
    (["STATUS_SHARD": "5/4"], "STATUS_SHARD is '5/4'"),
    (["STATUS_SHARD": "+1/4"], "STATUS_SHARD is '+1/4'"),
    (["STATUS_SHARD": "Auto"], "STATUS_SHARD is 'Auto'"),
    (["STATUS_SHARD": "auto"], "STATUS_SHARD is auto, and no engine"),
    (["TEST_SHARD_INDEX": "0"], "TEST_TOTAL_SHARDS is not set"),
    (["TEST_TOTAL_SHARDS": "2"], "TEST_SHARD_INDEX is not set"),
    (
      ["TEST_SHARD_INDEX": "2", "TEST_TOTAL_SHARDS": "2"],
      "TEST_SHARD_INDEX is '2': expected 0 to 1"
    ),
    (["TEST_SHARD_INDEX": "", "TEST_TOTAL_SHARDS": ""], "TEST_SHARD_INDEX is empty"),
    (["TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": ""], "TEST_TOTAL_SHARDS is empty"),
    (
      ["TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": "9223372036854775807"],
      "TEST_TOTAL_SHARDS is '9223372036854775807': expected 1 to 1000000 shares"
    ),
    (
      ["STATUS_SHARD": "1/9223372036854775807"],
      "STATUS_SHARD is '1/9223372036854775807': expected at most 1000000 shares"
    ),
    (
      [
        "STATUS_SHARD": "auto", "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0",
        "SLURM_ARRAY_TASK_MAX": "9223372036854775807", "SLURM_ARRAY_TASK_COUNT": "1",
      ], "SLURM_ARRAY_TASK_COUNT is '1', and from 0 to 9223372036854775807 by 1"
    ),
    (
      [
        "STATUS_SHARD": "auto", "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0",
        "SLURM_ARRAY_TASK_MAX": "9223372036854775806",
        "SLURM_ARRAY_TASK_COUNT": "9223372036854775807",
      ], "SLURM_ARRAY_TASK_COUNT is '9223372036854775807': expected at most 1000000"
    ),
    (["TEST_SHARD_INDEX": "x", "TEST_TOTAL_SHARDS": "2"], "TEST_SHARD_INDEX is 'x'"),
    (["TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": "0"], "TEST_TOTAL_SHARDS is '0'"),
    (["TEST_SHARD_INDEX": "-1", "TEST_TOTAL_SHARDS": "2"], "TEST_SHARD_INDEX is '-1'"),
    (
      ["STATUS_SHARD": "auto", "CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "4"],
      "CI_NODE_INDEX is '0': expected 1 to 4"
    ),
    (["STATUS_SHARD": "auto", "CI_NODE_INDEX": "5", "CI_NODE_TOTAL": "4"], "CI_NODE_INDEX is '5'"),
    (["STATUS_SHARD": "auto", "CI_NODE_INDEX": "1"], "CI_NODE_TOTAL is not set"),
    (["STATUS_SHARD": "auto", "CI_NODE_TOTAL": "3"], "CI_NODE_INDEX is not set"),
    (["STATUS_SHARD": "auto", "JOB_COMPLETION_INDEX": "1"], "STATUS_SHARDS is not set"),
    (
      ["STATUS_SHARD": "auto", "JOB_COMPLETION_INDEX": "4", "STATUS_SHARDS": "4"],
      "JOB_COMPLETION_INDEX is '4'"
    ),
    (["STATUS_SHARD": "auto", "SLURM_ARRAY_TASK_ID": "1"], "SLURM_ARRAY_TASK_MIN is not set"),
    (
      ["STATUS_SHARD": "1/3", "TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2"],
      "TEST_SHARD_INDEX asks for the share 2/2 of the runs, and STATUS_SHARD for 1/3"
    ),
  ])
  func refuses(variables: [String: String], message: String) {
    let error = #expect(throws: InvalidShard.self) { try Self.shard(variables) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func anOptionAndAVariableThatDifferAreRefused() {
    let error = #expect(throws: InvalidShard.self) {
      try Self.shard(["STATUS_SHARD": "1/2"], option: "2/2")
    }
    #expect(error?.description.contains("STATUS_SHARD") == true)
  }
}

@Suite struct SharedExplorationTests {
  private static let strategies: [(String, ExplorationStrategy)] = [
    ("random", .random(seeds: 5..<45)), ("pct", .pct(depth: 2, seeds: 0..<40)),
    ("automatic", .automatic(seeds: 3..<43)), ("surw", .surw(seeds: 0..<3)),
  ]

  /// What each schedule has drawn and done, with the number of schedules that did the same.
  private static func values(
    _ strategy: ExplorationStrategy, _ shard: Shard, drawingBelow bound: Int = 1 << 40
  ) throws -> (ExplorationSummary, [[Int]: Int]) {
    var options = ExplorationOptions()
    options.shard = shard
    return try exploreValues(strategy, options: options) { sim in
      let channel = sim.channel("numbers", of: Int.self)
      for number in 1...3 { sim.spawn { try await channel.send(number) } }
      var seen = [sim.next(below: bound)]
      for _ in 1...3 { seen.append(try await channel.receive() ?? -1) }
      return seen
    }
  }

  @Test(arguments: strategies.indices)
  func sevenSharesAreTheWhole(place: Int) throws {
    let strategy = Self.strategies[place].1
    let whole = try Self.values(strategy, .whole)
    var sum: [[Int]: Int] = [:]
    var schedules = 0
    for index in 0..<7 {
      let share = try Self.values(strategy, Shard(index: index, of: 7))
      sum.merge(share.1, uniquingKeysWith: +)
      schedules += share.0.schedules
      #expect(share.0.description.contains("share \(index + 1)/7 of the seeds"))
    }
    #expect(sum == whole.1)
    #expect(schedules == whole.0.schedules)
  }

  @Test func moreSeedsLeaveTheOthersWhereTheyWere() throws {
    let shard = Shard(index: 2, of: 7)
    let fewer = try Self.values(.automatic(seeds: 0..<20), shard)
    let more = try Self.values(.automatic(seeds: 0..<40), shard)
    #expect(more.1.merging(fewer.1) { $1 }.count == more.1.count)
  }

  @Test func aStrategyWithoutSeedsIsFollowedWholly() throws {
    for strategy in [ExplorationStrategy.depthFirst(schedules: 1_000), .firstInFirstOut] {
      let whole = try Self.values(strategy, .whole, drawingBelow: 2)
      let share = try Self.values(strategy, Shard(index: 6, of: 7), drawingBelow: 2)
      #expect(share.1 == whole.1)
      #expect(share.0 == whole.0)
    }
  }

  /// How many schedules of a share fail, of which the first one belongs to it.
  private static func failures(_ shard: Shard) throws -> Int {
    struct Failure: Error {}
    var options = ExplorationOptions()
    options.shrinkingRuns = 0
    options.stopsAtFirstFailure = false
    options.shard = shard
    do {
      try explore(.random(seeds: 0..<200), options: options) { sim in
        if sim.next(below: 50) == 7 { throw Failure() }
      }
      return 0
    } catch let failure as ExplorationFailure {
      #expect(shard.contains(failure.schedule - 1))
      return failure.summary.failures
    }
  }

  @Test func aFailureIsFoundInItsShareAlone() throws {
    let shares = try (0..<7).map { try Self.failures(Shard(index: $0, of: 7)) }
    let whole = try Self.failures(.whole)
    #expect(whole > 0 && shares.reduce(0, +) == whole)
  }
}
