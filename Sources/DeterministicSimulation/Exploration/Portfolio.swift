/// Strategies that take turns, seed by seed, after the runs that they all learn from.
struct Portfolio: Sendable {
  /// By seed, from its remainder.
  let turns: [SearchOrigin.Strategy]
  let seeds: Range<UInt64>

  /// The runs made beforehand, in order and at random, that say what tasks do.
  static let profilingRuns = 2

  private var profile = ScheduleProfile()
  private var picks = 0
  private var profiled = 0

  init(turns: [SearchOrigin.Strategy], seeds: Range<UInt64>) {
    self.turns = turns
    self.seeds = seeds
  }

  /// Each strategy as often as it pays: no other finds so much as SURW does, but each finds
  /// something that the others miss.
  static func automatic(seeds: Range<UInt64>) -> Portfolio {
    Portfolio(turns: [.surw, .pos, .surw, .urw, .pos, .surw, .pct, .random], seeds: seeds)
  }

  /// Whether all that the runs after the first two are made from is known.
  var isProfiled: Bool { profiled == Self.profilingRuns }

  /// Whether there is a schedule of a number, counted from zero.
  func has(_ number: Int) -> Bool {
    !seeds.isEmpty && number - Self.profilingRuns < seeds.clampedCount
  }

  /// Learns from a run made beforehand.
  mutating func learn(from profile: ScheduleProfile, picks: Int) {
    self.profile.add(profile)
    self.picks = max(self.picks, picks)
    profiled += 1
  }

  /// The origin of a schedule, counted from zero.
  func origin(of number: Int) -> SearchOrigin {
    guard number >= Self.profilingRuns else {
      return SearchOrigin(strategy: number == 0 ? .inOrder : .random, seed: seeds.lowerBound)
    }
    let seed = seeds.lowerBound + UInt64(number - Self.profilingRuns)
    return SearchOrigin(strategy: turns[Int(seed % UInt64(turns.count))], seed: seed)
  }

  /// The scheduler of a schedule, counted from zero.
  func scheduler(of number: Int) -> any Scheduler {
    let origin = origin(of: number)
    let seed = origin.seed
    switch origin.strategy {
    case .inOrder: return ProfilingScheduler(FirstInFirstOut())
    case .random where number < Self.profilingRuns:
      return ProfilingScheduler(RandomScheduler(seed: ~seed))
    case .random: return RandomScheduler(seed: seed)
    case .pct: return PCTScheduler(seed: seed, depth: 3, steps: picks)
    case .urw: return URWScheduler(seed: seed, profile: profile)
    case .surw: return SURWScheduler(seed: seed, profile: profile)
    case .pos: return POSScheduler(seed: seed)
    }
  }
}

extension ScheduleProfile {
  /// Runs a body in order and then once at random, and counts; errors of the body are ignored.
  public init(
    limits: SimulationLimits = SimulationLimits(),
    of body: @escaping (Simulation) async throws -> Void
  ) {
    self.init()
    let site = SourceSite(fileID: #fileID, line: #line)
    let schedulers = [
      ProfilingScheduler(FirstInFirstOut()), ProfilingScheduler(RandomScheduler(seed: 0)),
    ]
    for scheduler in schedulers {
      let core = Core(
        Core.Options(limits: limits, hasGrace: false), scheduler: scheduler)
      _ = core.run(body, at: site)
      if let scheduler = core.state.scheduler as? ProfilingScheduler { add(scheduler.profile) }
    }
  }
}
