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
