/// Why a simulation ended without its body's value.
public struct SimulationError: Error, Sendable, Hashable {
  /// What went wrong.
  public let code: Code

  /// The virtual instant at which it was noticed.
  public let time: VirtualInstant

  /// The steps taken until then.
  public let steps: Int

  /// The tasks that had not ended, in the order in which they were spawned.
  public let unfinished: [UnfinishedTask]

  /// The place that is to blame, where one is known.
  public let site: SourceSite?

  let detail: String
}

extension SimulationError: CustomStringConvertible {
  /// A sentence saying what happened, then a line for each unfinished task.
  public var description: String {
    let place = site.map { " at \($0)" } ?? ""
    let head = "\(detail)\(place) (virtual time \(time), step \(steps))"
    return ([head] + unfinished.map { "  \($0)" }).joined(separator: "\n")
  }
}

extension SimulationError {
  /// What went wrong, apart from where.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// Nothing is runnable, no timer can fire, and the body has not ended.
    case deadlock

    /// The body has ended, and a task that it spawned can never end.
    case leak

    /// The run took more steps than it was allowed.
    case stepLimit

    /// Virtual time would pass the limit.
    case timeLimit

    /// The simulation was called from a thread that does not run it.
    case foreignCall

    /// A task of the simulation was woken by a thread that does not run it.
    case foreignWakeUp

    /// A task that runs outside of the simulation has waited in it.
    case escapedTask

    /// The body offered other choices than the schedule that it was to follow.
    case divergence

    /// The body did different things under equal choices.
    case nondeterminism
  }
}

/// Tasks sleep where none should; see ``VirtualClock/checkSuspension(fileID:line:)``.
public struct SuspensionError: Error, Sendable, Hashable {
  /// The tasks, in the order in which they were spawned, with the sleeps of each.
  public let sleeping: [UnfinishedTask]
}

extension SuspensionError: CustomStringConvertible {
  /// A sentence, then a line for each task.
  public var description: String {
    (["\(sleeping.count) \(sleeping.count == 1 ? "task sleeps" : "tasks sleep")"]
      + sleeping.map { "  \($0)" }).joined(separator: "\n")
  }
}
