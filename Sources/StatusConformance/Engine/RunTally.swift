import StateLocking

/// What has come of runs so far, for who watches them being made.
package final class RunTally: Sendable {
  /// The numbers at one moment.
  package struct Counts: Sendable, Hashable {
    /// How many runs were made.
    package var runs = 0
    /// How many of them broke a rule.
    package var failures = 0
    /// How long they took together, in their own time.
    package var virtualTime = Duration.zero

    package init() {}
  }

  private let state = Lock(Counts())

  package init() {}

  /// The numbers.
  package var counts: Counts { state.withLock { $0 } }

  /// Counts a run.
  package func add(_ virtualTime: Duration, isFailure: Bool) {
    state.withLock { counts in
      counts.runs += 1
      counts.failures += isFailure ? 1 : 0
      counts.virtualTime += virtualTime
    }
  }
}
