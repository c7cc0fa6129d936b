public import StatusStreaming

/// The first place where a connection does not show what happened.
public struct Disagreement: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which of the connection's events it is, from 0 on.
  public let index: Int
  /// What the connection shows there, `nil` if it has ended.
  public let observed: ObservedEvent?
  /// What it had to show, `nil` if nothing was left.
  public let expected: StreamEvent?

  /// Names the place, what is there and what should be.
  public var description: String {
    let shown = observed.map { "\($0.content)" } ?? "the end"
    let event = expected.map { "event \($0.sequence) of trace '\($0.trace)', \($0.payload)" }
    return "event \(index + 1) is \(shown) instead of \(event ?? "the end")"
  }
}
