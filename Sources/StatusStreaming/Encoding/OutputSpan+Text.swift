extension OutputSpan<UInt8> {
  /// Appends a literal's UTF-8 bytes; there has to be room for them.
  ///
  /// Inlined, the length is a constant and the bytes are stored without a call.
  @inline(__always)
  mutating func append(_ literal: StaticString) {
    let size = literal.utf8CodeUnitCount
    precondition(size <= freeCapacity, "no room for a literal")
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      guard let start = buffer.baseAddress else { return }
      unsafe (start + count).initialize(from: literal.utf8Start, count: size)
      count += size
    }
  }

  /// Appends a text in which nothing has to be escaped in a JSON string; there has to be room for
  /// its bytes and seven more.
  ///
  /// - Returns: whether the text is of that kind; if not, nothing was appended.
  @inline(__always)
  mutating func append(
    plain text: UnsafeBufferPointer<UInt8>, _ profile: JSONProfile
  ) -> Bool {
    precondition(text.count + 7 <= freeCapacity, "no room for a text")
    return unsafe withUnsafeMutableBufferPointer { buffer, count in
      guard let source = unsafe UnsafeRawPointer(text.baseAddress),
        let target = UnsafeMutableRawPointer(buffer.baseAddress)
      else { return text.isEmpty }
      // What the profile does not look for is looked for as a quote once more.
      let separator: UInt8 = profile == .portable ? 0xE2 : 0x22
      var marks: UInt64 = 0
      var offset = 0
      while offset + 8 <= text.count {
        let word = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        marks |= word.marksOfJSONEscapes(or: separator)
        unsafe target.storeBytes(of: word, toByteOffset: count + offset, as: UInt64.self)
        offset += 8
      }
      while offset < text.count {
        let byte = unsafe text[offset]
        if byte.mayNeedJSONEscape(profile) { return false }
        unsafe target.storeBytes(of: byte, toByteOffset: count + offset, as: UInt8.self)
        offset += 1
      }
      guard marks & 0x8080_8080_8080_8080 == 0 else { return false }
      count += text.count
      return true
    }
  }

  /// Appends a number's decimal digits; it must not be negative, and there has to be room.
  @inline(__always)
  mutating func append(decimal number: Int) {
    if number >= 10 { appendLeadingDigits(of: number / 10) }
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }

  private mutating func appendLeadingDigits(of number: Int) {
    if number >= 10 { appendLeadingDigits(of: number / 10) }
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}
