extension Sequence<UInt8> {
  /// Whether the bytes are well-formed UTF-8.
  var isValidUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}

extension [UInt8] {
  /// The bytes at the end that begin a character without ending it, none if the last one is whole;
  /// `nil` if the bytes are not the beginning of well-formed UTF-8.
  var unfinishedCharacter: [UInt8]? {
    let continuations = reversed().prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
    let whole = dropLast(continuations + 1)
    let last = self[whole.count...]
    guard let lead = last.first, lead >= 0xC0 else { return isValidUTF8 ? [] : nil }
    let missing = (lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2) - last.count
    guard missing > 0 else { return isValidUTF8 ? [] : nil }
    // One of these may follow any lead byte, and each may follow what follows it.
    let isBeginning = [0x80, 0xBF].contains { (byte: UInt8) in
      (last + repeatElement(byte, count: missing)).isValidUTF8
    }
    return isBeginning && whole.isValidUTF8 ? Array(last) : nil
  }
}

extension Span<UInt8> {
  /// The offset of the first CR or LF at or after `start`, found eight bytes at a time.
  func firstLineBreak(from start: Int) -> Int? {
    unsafe withUnsafeBytes { bytes in
      let ones: UInt64 = 0x0101_0101_0101_0101
      var offset = start
      while offset + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let (lineFeeds, returns) = (word ^ (ones &* 0x0A), word ^ (ones &* 0x0D))
        let zeros = ((lineFeeds &- ones) & ~lineFeeds) | ((returns &- ones) & ~returns)
        if zeros & (ones &* 0x80) != 0 { break }
        offset += 8
      }
      while offset < bytes.count {
        if unsafe bytes[offset].isLineBreak { return offset }
        offset += 1
      }
      return nil
    }
  }
}

extension UInt8 {
  /// Whether the byte is a CR or an LF, the only line breaks of an event stream.
  var isLineBreak: Bool { self == 0x0A || self == 0x0D }
}
