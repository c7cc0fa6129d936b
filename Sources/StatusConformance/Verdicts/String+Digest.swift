extension String {
  /// Sixteen digits that are the same for the same text, in every process and on every machine
  /// (FNV-1a, 64 bits).
  package var digest: String {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
