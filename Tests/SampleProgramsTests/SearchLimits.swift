import DeterministicSimulation
import Foundation

/// How many schedules the tests run of each program.
struct SearchLimits {
  /// Of a correct program, depth first and then at random.
  let quietSchedules: UInt64
  /// Of a faulty program, at most, with each strategy.
  let foundSchedules: UInt64

  /// Few unless `PROGRAM_SCHEDULES` asks for more.
  static var current: SearchLimits {
    let asked = ProcessInfo.processInfo.environment["PROGRAM_SCHEDULES"].flatMap(UInt64.init)
    return SearchLimits(quietSchedules: asked ?? 300, foundSchedules: asked ?? 400)
  }
}

extension ExplorationOptions {
  /// For those who only want to know whether there is a failure.
  static var unshrunk: ExplorationOptions {
    var options = ExplorationOptions(shard: .whole)
    options.shrinkingRuns = 0
    return options
  }
}
