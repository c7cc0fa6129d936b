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
