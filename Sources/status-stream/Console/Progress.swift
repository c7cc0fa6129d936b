internal import StateLocking
internal import StatusConformance

/// How far long work has come, told on standard error.
struct Progress: Sendable {
  /// What is told.
  enum Style: String, CaseIterable, Sendable {
    /// One line that is redrawn, if standard error is a terminal; nothing else.
    case auto
    /// A line every ten seconds.
    case plain
    /// Nothing.
    case quiet
  }

  /// How much there is to do.
  enum Goal: Sendable {
    case count(Int)
    case time(Duration)
  }

  let style: Style
  let goal: Goal
  /// What is counted, in the plural.
  let unit: String
  let tally: RunTally
  private let start = ContinuousClock().now
  private var told = Duration.zero
  private var width = 0

  init(_ style: Style, of goal: Goal, unit: String, tally: RunTally) {
    self.style =
      style == .auto && !SystemCalls.isTerminal(StandardError.descriptor) ? .quiet : style
    self.goal = goal
    self.unit = unit
    self.tally = tally
  }

  private enum StandardError {
    static let descriptor: Int32 = 2
  }

  /// How long the work has taken.
  var elapsed: Duration { ContinuousClock().now - start }

  /// Tells of it, if it is time to.
  mutating func tell(on console: Console) throws {
    let elapsed = elapsed
    switch style {
    case .quiet: return
    case .plain:
      guard elapsed - told >= .seconds(10) else { return }
      told = elapsed
      try console.errors.write("\(line(after: elapsed))\n")
    case .auto:
      guard elapsed - told >= .milliseconds(200) else { return }
      told = elapsed
      let columns = max((SystemCalls.columns(of: StandardError.descriptor) ?? 80) - 1, 1)
      try redraw(String(line(after: elapsed).prefix(columns)), on: console)
    }
  }

  /// Takes the line away that is redrawn.
  mutating func clear(on console: Console) throws {
    if style == .auto, width > 0 { try redraw("", on: console) }
  }

  private mutating func redraw(_ line: String, on console: Console) throws {
    let rest = String(repeating: " ", count: max(0, width - line.count))
    width = line.count
    try console.errors.write("\r\(line)\(rest)\(line.isEmpty ? "\r" : "")")
  }

  /// What is done, how fast, how much time has passed in it, what has failed, and what is left.
  func line(after elapsed: Duration) -> String {
    let counts = tally.counts
    let seconds = max(elapsed / .seconds(1), 0.001)
    let rate = Double(counts.runs) / seconds
    var parts = [done(counts.runs)]
    parts.append(
      rate >= 10 ? "\(Int(rate).grouped)/s" : "\((rate * 10).rounded() / 10)/s")
    let time = SweepTotals.duration(milliseconds: counts.virtualTime / .milliseconds(1))
    parts.append("\(time) of virtual time")
    parts.append("\(counts.failures.grouped) failed")
    if let left = left(counts.runs, rate, elapsed) {
      parts.append("\(SweepTotals.duration(milliseconds: left * 1_000)) left")
    }
    return parts.joined(separator: ", ")
  }

  private func done(_ count: Int) -> String {
    switch goal {
    case .count(let total):
      let percent = total > 0 ? count * 100 / total : 100
      return "\(count.grouped) of \(total.grouped) \(unit) (\(percent)%)"
    case .time: return "\(count.grouped) \(unit)"
    }
  }

  private func left(_ count: Int, _ rate: Double, _ elapsed: Duration) -> Double? {
    switch goal {
    case .count(let total): rate > 0 ? Double(total - count) / rate : nil
    case .time(let budget): max((budget - elapsed) / .seconds(1), 0)
    }
  }
}

extension Console {
  /// Does long work, tells of its progress, and leaves it where it stands if the user wants an end.
  ///
  /// - Throws: What the work throws; `CancellationError` after an interruption.
  func wait<Success: Sendable>(
    telling progress: Progress,
    for work: @escaping @Sendable () async throws -> Success
  ) throws -> Success {
    var progress = progress
    let outcome = Lock<Result<Success, any Error>?>(nil)
    // This thread waits, and may be the only one of those that all tasks share.
    Task(executorPreference: RunThreads(limit: 1)) {
      let result: Result<Success, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      outcome.withLock { $0 = result }
    }
    while true {
      if let result = outcome.withLock({ $0 }) {
        try progress.clear(on: self)
        return try result.get()
      }
      if interruption.isRaised {
        try progress.clear(on: self)
        throw CancellationError()
      }
      try progress.tell(on: self)
      SystemCalls.pause(milliseconds: 20)
    }
  }
}

extension OptionSyntax {
  static let progress = OptionSyntax("--progress", .value)
}

extension ParsedArguments {
  /// What is told of progress.
  func progress() throws(UsageError) -> Progress.Style {
    try choice(of: .progress, as: Progress.Style.self) ?? .auto
  }
}
