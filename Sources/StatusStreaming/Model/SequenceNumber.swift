/// The position of an event within its trace: 1, 2, 3 … as given by the buffer.
///
/// Zero stands before the first event. What a reader goes on after is a ``Cursor``, which also says in
/// which history the number counts.
public struct SequenceNumber: RawRepresentable, Sendable, Hashable, Comparable,
  ExpressibleByIntegerLiteral, CustomStringConvertible
{
  /// The number itself, counted in events from the opening of the trace.
  public let rawValue: Int

  /// The number of a reader that has seen nothing.
  public static let zero = SequenceNumber(rawValue: 0)

  /// Wraps a count of events.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// Wraps a literal count of events.
  public init(integerLiteral value: Int) {
    self.rawValue = value
  }

  /// The number of the event after this one; the largest number there is has itself.
  public var next: SequenceNumber {
    SequenceNumber(rawValue: rawValue == .max ? .max : rawValue + 1)
  }

  /// The number in decimal digits.
  public var description: String { String(rawValue) }

  /// Orders numbers as the buffer gave them.
  public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool {
    left.rawValue < right.rawValue
  }
}
