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
