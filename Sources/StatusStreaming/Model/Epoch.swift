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

/// The refusal of a string as the name of an epoch.
public struct InvalidEpoch: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was refused.
  public let name: String

  /// Says which name was refused and what was expected.
  public var description: String {
    let beginning = name.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "epoch \"\(beginning)\" of \(name.utf8.count) bytes: "
      + "expected 1 to \(Epoch.maximumLength) ASCII letters and digits"
  }
}

/// An epoch or none in three words, six bits for each character.
///
/// Every event carries one and most have none: words are copied with them for next to nothing, where
/// a string or an object would be counted.
struct PackedEpoch: Sendable, Hashable {
  /// 1 to 10 are digits, 11 to 36 capitals, 37 to 62 small letters; 0 stands behind the last.
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0

  /// No epoch.
  static let none = PackedEpoch()

  private init() {}

  /// - Returns: `nil` if the name is not one to 32 ASCII letters and digits.
  init?(_ name: some Collection<UInt8>) {
    guard (1...Epoch.maximumLength).contains(name.count) else { return nil }
    for byte in name {
      guard let code = Self.code(of: byte) else { return nil }
      third = third << 6 | second >> 58
      second = second << 6 | first >> 58
      first = first << 6 | UInt64(code)
    }
  }

  /// The name, empty if there is no epoch.
  var name: String {
    var rest = self
    var bytes: [UInt8] = []
    while rest != .none {
      bytes.append(Self.byte(of: UInt8(truncatingIfNeeded: rest.first & 63)))
      rest.first = rest.first >> 6 | rest.second << 58
      rest.second = rest.second >> 6 | rest.third << 58
      rest.third >>= 6
    }
    return String(decoding: bytes.reversed(), as: UTF8.self)
  }

  private static func code(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 1
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A") + 11
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 37
    default: nil
    }
  }

  private static func byte(of code: UInt8) -> UInt8 {
    switch code {
    case ...10: code - 1 + UInt8(ascii: "0")
    case ...36: code - 11 + UInt8(ascii: "A")
    default: code - 37 + UInt8(ascii: "a")
    }
  }
}

extension PackedEpoch {
  init(_ epoch: Epoch?) {
    self = epoch?.packed ?? .none
  }

  var epoch: Epoch? { self == .none ? nil : Epoch(packed: self) }
}
