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
  /// - Returns: the figure; `nil` if it is not wanted.
  @discardableResult
  mutating func measure(
    _ name: String, unit: String, better: Figure.Direction = .higher, goals: [Goal] = [],
    beside references: [Trial] = [], _ subject: @escaping () async throws -> Double
  ) async throws -> Figure? {
    guard isWanted(name) else { return nil }
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
    return keep(
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

  @discardableResult
  private mutating func keep(_ figure: Figure) -> Figure {
    precondition(
      !figures.contains { $0.name == figure.name },
      "two figures '\(figure.name)' in \(suite), expected names to differ")
    figures.append(figure)
    report(figure)
    return figure
  }
}

/// A piece of work that is measured by running it.
struct Trial {
  let name: String
  let kind: Reference.Kind
  /// Runs the work once and says what was measured.
  let run: () async throws -> Double

  /// What a user would write without the package.
  static func baseline(_ name: String, _ run: @escaping () async throws -> Double) -> Trial {
    Trial(name: name, kind: .baseline, run: run)
  }

  /// The least that anything with the figure's purpose must do.
  static func floor(_ name: String, _ run: @escaping () async throws -> Double) -> Trial {
    Trial(name: name, kind: .floor, run: run)
  }

  /// The package itself in another size, to show how a cost grows.
  static func other(_ name: String, _ run: @escaping () async throws -> Double) -> Trial {
    Trial(name: name, kind: .other, run: run)
  }
}

/// How often something is run until its median can be believed.
struct RunPlan: Equatable {
  /// Runs that do not count, before the first that does.
  var warmUps: Int
  var minimum: Int
  var maximum: Int
  /// How far off a median may be, as a part of it.
  var bound: Double
  /// The time after which the minimum of runs is enough, in seconds; after three times as long,
  /// three are.
  var patience: Double

  /// Until the median is within two per cent with a probability of 95 %.
  static let full = RunPlan(warmUps: 1, minimum: 9, maximum: 41, bound: 0.02, patience: 6)
  /// To see that everything runs.
  static let quick = RunPlan(warmUps: 0, minimum: 1, maximum: 1, bound: 1, patience: 0)

  /// Whether the runs so far are enough.
  ///
  /// - Parameters:
  ///   - series: for each of the quantities that are measured in turn, its values so far.
  ///   - seconds: how long that has taken.
  func isEnough(_ series: [[Double]], after seconds: Double) -> Bool {
    let least = seconds >= 3 * patience ? min(minimum, 3) : minimum
    guard let runs = series.first?.count, runs >= least else { return false }
    if runs >= maximum || seconds >= patience { return true }
    return series.allSatisfy { Distribution($0).medianUncertainty <= bound }
  }
}

/// Figures on one subject.
protocol Suite: SendableMetatype {
  /// The name by which the suite is asked for.
  static var name: String { get }

  /// Measures all figures, one after another.
  static func run(on bench: inout Bench) async throws
}
