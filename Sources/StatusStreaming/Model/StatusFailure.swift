/// An error whose message is meant for the people who watch.
///
/// An agent's other errors reach clients as "agent failed" alone, or "agent cancelled", since their
/// descriptions may hold paths, queries or credentials.
public struct StatusFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What clients are told.
  public let message: String

  /// Makes a failure with a message for clients.
  public init(_ message: String) {
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
