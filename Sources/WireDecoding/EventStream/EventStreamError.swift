/// An event stream that asks its reader to hold more than it is willing to.
///
/// Nothing else is an error in an event stream: what it can't make sense of is skipped.
public struct EventStreamError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is too large.
  public enum Code: Sendable, Hashable {
    /// A line, not counting its end.
    case lineTooLong
    /// The data of one event, over all of its lines.
    case dataTooLarge
  }

  /// What is too large.
  public let code: Code
  /// The limit that was exceeded, in bytes.
  public let limit: Int

  /// What is too large, in one sentence.
  public var description: String {
    switch code {
    case .lineTooLong: "A line of the event stream has more than \(limit) bytes."
    case .dataTooLarge: "The data of an event has more than \(limit) bytes."
    }
  }
}
