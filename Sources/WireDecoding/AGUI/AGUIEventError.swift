/// An event that the schema of AG-UI does not allow.
public struct AGUIEventError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the event, as in `outcome.type`; empty for the event as a whole.
  public let place: String
  /// What has to be there.
  public let expected: String
  /// What is.
  public let found: String

  init(at place: String, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }

  /// The place, what has to be there and what is.
  public var description: String {
    "expected \(expected) at \(place.isEmpty ? "the event" : place), found \(found)"
  }
}
