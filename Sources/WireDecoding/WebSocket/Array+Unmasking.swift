extension [UInt8] {
  /// Unmasks the last `count` bytes (RFC 6455, section 5.3), eight at a time.
  ///
  /// - Parameters:
  ///   - count: How many bytes.
  ///   - key: The masking key, rotated so that its top byte is for the first of them.
  /// - Returns: The key rotated for the byte after the last one.
  mutating func unmask(last count: Int, with key: UInt32) -> UInt32 {
    let start = self.count - count
    let wide = (UInt64(key) << 32 | UInt64(key)).bigEndian
    unsafe withUnsafeMutableBytes { bytes in
      var offset = start
      while offset + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        unsafe bytes.storeBytes(of: word ^ wide, toByteOffset: offset, as: UInt64.self)
        offset += 8
      }
      var rotated = key
      while offset < bytes.count {
        rotated = rotated.rotated(left: 8)
        unsafe bytes[offset] ^= UInt8(truncatingIfNeeded: rotated)
        offset += 1
      }
    }
    return key.rotated(left: UInt32(count % 4 * 8))
  }
}

extension UInt32 {
  fileprivate func rotated(left bits: UInt32) -> UInt32 {
    bits == 0 ? self : self << bits | self >> (32 - bits)
  }
}
