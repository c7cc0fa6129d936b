/// A reader's place in a trace: the number of the last event that it has, and the history in which
/// that number counts.
///
/// It is what a client sends to go on where it was. Written down it is the number, `12`, or, of a
/// buffer with an epoch, `EPOCH-12`.
public struct Cursor: Sendable, Hashable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// The history that the number counts; `nil` in a buffer that was given no epoch.
  public let epoch: Epoch?
  /// The number of the last event that the reader has, zero for none.
  public let number: SequenceNumber

  /// The cursor of a reader that has seen nothing, in a history of any epoch.
  public static let zero = Cursor(.zero)

  /// Makes a cursor.
  ///
  /// - Parameters:
  ///   - number: the number of the last event that the reader has.
  ///   - epoch: the history that it counts.
  public init(_ number: SequenceNumber, in epoch: Epoch? = nil) {
    self.epoch = epoch
    self.number = number
  }

  /// Wraps a literal number, of a history without an epoch.
  public init(integerLiteral value: Int) {
    self.init(SequenceNumber(rawValue: value))
  }

  /// The cursor before the last event that the reader has; `nil` if it has none.
  ///
  /// One event read after it tells whether that one was the terminal event.
  public var previous: Cursor? {
    guard number > .zero else { return nil }
    return Cursor(SequenceNumber(rawValue: number.rawValue - 1), in: epoch)
  }

  /// `12`, or `EPOCH-12`.
  public var description: String { epoch.map { "\($0)-\(number)" } ?? "\(number)" }

  /// The number, if it counts the history of a buffer; what a buffer asks first of a cursor.
  ///
  /// A bare zero is the beginning of any history. Every other cursor belongs to the epoch that it
  /// names and to no other, one without an epoch to the histories without one.
  ///
  /// - Parameters:
  ///   - epoch: the buffer's epoch.
  ///   - trace: the trace that is read, for the error.
  /// - Throws: ``BufferError/Code/otherEpoch``.
  public func number(
    in epoch: Epoch?, of trace: TraceID
  ) throws(BufferError) -> SequenceNumber {
    if counts(in: epoch) { return number }
    throw .otherEpoch(trace, cursor: self, epoch: epoch)
  }

  /// Whether the number counts the history of an epoch, or is the beginning of any.
  public func counts(in epoch: Epoch?) -> Bool {
    guard let own = self.epoch else { return epoch == nil || number == .zero }
    return own == epoch
  }
}
