/// The name of one history of a buffer: which events it is that a ``Cursor`` counts.
///
/// A buffer that begins empty at each start of a server numbers other events with the same numbers. If
/// it is given another epoch at each start, a client that comes back with a cursor of the old one is
/// refused instead of being sent the rest of a run that it has not seen the beginning of.
///
/// A valid name is 1 to 32 ASCII letters and digits, so that it stands in an event id as it is.
public struct Epoch: Sendable, Hashable, CustomStringConvertible {
  /// The longest name, in characters.
  public static let maximumLength = 32

  let packed: PackedEpoch

  /// The name as it was given.
  public var rawValue: String { packed.name }

  /// Validates a name.
  ///
  /// - Throws: ``InvalidEpoch`` naming the input and what was expected.
  public init(_ name: String) throws(InvalidEpoch) {
    guard let packed = PackedEpoch(name.utf8) else { throw InvalidEpoch(name: name) }
    self.packed = packed
  }

  /// Names an epoch by a number, written to base 36: one that is drawn at each start of a server, say,
  /// with `UInt64.random(in: .min ... .max)`.
  public init(number: UInt64) {
    // At most 13 letters and digits.
    self.init(stringLiteral: String(number, radix: 36))
  }

  /// The epoch of a name that is a part of an event id.
  init?(_ name: Substring) {
    guard let packed = PackedEpoch(name.utf8) else { return nil }
    self.packed = packed
  }

  init(packed: PackedEpoch) {
    self.packed = packed
  }

  /// The name as it was given.
  public var description: String { rawValue }
}

extension Epoch: ExpressibleByStringLiteral {
  /// Names an epoch in source code, where a forbidden name is a programming error.
  public init(stringLiteral name: String) {
    do {
      try self.init(name)
    } catch {
      preconditionFailure(error.description)
    }
  }
}
