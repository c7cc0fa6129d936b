extension [UInt8] {
  private static var alphabet: [UInt8] {
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  }

  /// The bytes in URL-safe base 64 without padding (RFC 4648, section 5).
  var base64URL: String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in self {
      bits = (bits << 8) | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(Self.alphabet[Int((bits >> count) & 63)])
      }
    }
    if count > 0 { text.append(Self.alphabet[Int((bits << (6 - count)) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads URL-safe base 64, or returns `nil` if there is anything else in the text.
  init?(base64URL text: some StringProtocol) {
    self = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for letter in text.utf8 {
      guard let value = Self.alphabet.firstIndex(of: letter) else { return nil }
      bits = (bits << 6) | UInt32(value)
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      append(UInt8(truncatingIfNeeded: bits >> count))
    }
  }

  /// Appends a number, seven bits a byte, the lowest first.
  mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest > 127 {
      append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

extension ArraySlice<UInt8> {
  /// Takes a number off the front; `nil` if there is none that fits 56 bits.
  mutating func popVarint() -> Int? {
    var number = 0
    for shift in stride(from: 0, through: 49, by: 7) {
      guard let byte = popFirst() else { return nil }
      number |= Int(byte & 127) << shift
      if byte < 128 { return number }
    }
    return nil
  }
}
