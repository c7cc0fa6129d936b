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

extension Cursor {
  /// Reads what a reconnecting client sends as `Last-Event-ID` (HTML Living Standard, 9.2.4).
  ///
  /// Clients send back an id as they got it, so only the spelling that an encoder writes is taken: a
  /// number in ASCII digits without sign, space or leading zero, which an epoch and a hyphen may
  /// precede. Whether the epoch is its own, and the number one that it has given, is for the buffer
  /// to say.
  ///
  /// - Parameter lastEventID: the header's value; `nil` if the client sent none, which is ``zero``.
  /// - Throws: ``InvalidLastEventID``, for which a server answers with status 400.
  public init(lastEventID: String?) throws(InvalidLastEventID) {
    guard let lastEventID else {
      self = .zero
      return
    }
    var digits = lastEventID[...]
    var epoch: Epoch?
    if let hyphen = lastEventID.utf8.lastIndex(of: UInt8(ascii: "-")) {
      epoch = Epoch(lastEventID[..<hyphen])
      if epoch == nil { throw InvalidLastEventID(value: lastEventID) }
      digits = lastEventID[lastEventID.utf8.index(after: hyphen)...]
    }
    guard let number = Int(digits), number >= 0,
      String(number).utf8.elementsEqual(digits.utf8)
    else { throw InvalidLastEventID(value: lastEventID) }
    self.init(SequenceNumber(rawValue: number), in: epoch)
  }
}

/// The refusal of a `Last-Event-ID` that is no cursor.
public struct InvalidLastEventID: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the client sent.
  public let value: String

  /// Says what the client sent and what was expected.
  public var description: String {
    let beginning = value.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "Last-Event-ID \"\(beginning)\" of \(value.utf8.count) bytes: "
      + "expected a sequence number in decimal digits, or EPOCH-NUMBER"
  }
}

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
