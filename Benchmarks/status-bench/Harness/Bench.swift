import Foundation

/// Runs what a suite wants measured and keeps the figures.
struct Bench {
  let suite: String
  /// Whether to take just enough time to see that everything runs.
  let isQuick: Bool
  private(set) var figures: [Figure] = []
  /// What says more than figures can, each as lines under a heading.
  private(set) var remarks: [[String]] = []

  private let wanted: String?
  private let plan: RunPlan
  private let report: (Figure) -> Void

  /// - Parameters:
  ///   - wanted: what the names of the figures to measure contain; `nil` for all figures.
  ///   - report: is told of each figure when it is measured.
  init(
    suite: String, isQuick: Bool, wanted: String? = nil, plan: RunPlan? = nil,
    report: @escaping (Figure) -> Void = { _ in }
  ) {
    self.suite = suite
    self.isQuick = isQuick
    self.wanted = wanted
    self.plan = plan ?? (isQuick ? .quick : .full)
    self.report = report
  }

  /// A piece of work's size, cut down if there is little time.
  func scaled(_ count: Int) -> Int { isQuick ? max(count / 20, 1) : count }

  /// Measures something in turn with its references, until all their medians are stable.
  ///
  /// The order is turned round with each round, so that what drifts favours nobody.
  ///
  /// - Parameters:
  ///   - name: the figure's, unique within the suite.
  ///   - unit: of what every trial returns, `events/s` say.
  ///   - goals: what is promised.
  ///   - references: what to compare with, known by their names.
  ///   - subject: runs the work once and says what was measured.
  mutating func measure(
    _ name: String, unit: String, better: Figure.Direction = .higher, goals: [Goal] = [],
    beside references: [Trial] = [], _ subject: @escaping () async throws -> Double
  ) async throws {
    guard isWanted(name) else { return }
    let trials = [Trial(name: name, kind: .other, run: subject)] + references
    var series = trials.map { _ in [Double]() }
    for _ in 0..<plan.warmUps {
      for trial in trials { _ = try await trial.run() }
    }
    let start = ContinuousClock.now
    while !plan.isEnough(series, after: start.seconds) {
      let isTurned = !series[0].count.isMultiple(of: 2)
      for index in isTurned ? Array(trials.indices.reversed()) : Array(trials.indices) {
        series[index].append(try await trials[index].run())
      }
    }
    let compared = zip(references, series.dropFirst()).map { trial, values in
      Reference(name: trial.name, kind: trial.kind, values: values, figure: series[0])
    }
    keep(
      Figure(
        suite: suite, name: name, unit: unit, better: better, values: series[0],
        references: compared, goals: goals))
  }

  /// Measures how long something takes, by samples of which each counts.
  ///
  /// - Parameter samples: runs the work once and returns the time of each occurrence; at least one.
  mutating func measureLatency(
    _ name: String, unit: String, goals: [Goal] = [], runs: Int = 1,
    _ samples: () async throws -> [Double]
  ) async throws {
    guard isWanted(name) else { return }
    var all: [Double] = []
    var medians: [Double] = []
    for _ in 0..<(isQuick ? 1 : runs) {
      let run = try await samples()
      all += run
      medians.append(Distribution(run).median)
    }
    keep(
      Figure(
        suite: suite, name: name, unit: unit, better: .lower, values: medians, samples: all,
        goals: goals))
  }

  /// Whether a figure of this name is asked for.
  func isWanted(_ name: String) -> Bool {
    wanted.map { name.contains($0) } ?? true
  }

  /// Keeps a text that follows the table.
  mutating func add(_ lines: [String]) { remarks.append(lines) }

  private mutating func keep(_ figure: Figure) {
    precondition(
      !figures.contains { $0.name == figure.name },
      "two figures '\(figure.name)' in \(suite), expected names to differ")
    figures.append(figure)
    report(figure)
  }
}
