/// A running hash over what a run does, equal in every process for equal runs.
struct TraceHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Mixes in a word.
  mutating func combine(_ word: UInt64) {
    value = Self.mix(value ^ word)
  }

  /// Spreads a word's bits over all 64; a bijection.
  static func mix(_ word: UInt64) -> UInt64 {
    var mixed = word &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    mixed = mixed &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 29)
  }

  /// The hash of a text's bytes.
  static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mix(hash)
  }
}
