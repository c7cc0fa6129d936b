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
