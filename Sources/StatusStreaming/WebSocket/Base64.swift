/// The Base64 encoding with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The characters that stand for bytes.
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        let isPadding = index > group.count
        text.append(
          isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * index) & 0x3F)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a text stands for a number of bytes, with all of its padding.
  static func isEncoding(_ text: String, ofByteCount count: Int) -> Bool {
    let characters = Array(text.utf8)
    let padding = (3 - count % 3) % 3
    return characters.count == (count + 2) / 3 * 4
      && characters.dropLast(padding).allSatisfy(alphabet.contains)
      && characters.suffix(padding).allSatisfy { $0 == UInt8(ascii: "=") }
  }
}
