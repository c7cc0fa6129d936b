extension OutputSpan<UInt8> {
  /// Appends bytes; there has to be room for them.
  @inline(__always)
  mutating func append(copying bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    precondition(bytes.count <= freeCapacity, "no room for \(bytes.count) bytes")
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      guard let target = buffer.baseAddress else { return }
      unsafe (target + count).initialize(from: source, count: bytes.count)
      count += bytes.count
    }
  }

  /// Appends a literal's UTF-8 bytes; there has to be room for them.
  @inline(__always)
  mutating func append(_ literal: StaticString) {
    unsafe append(
      copying: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends a number's decimal digits; it must not be negative, and there has to be room.
  mutating func append(decimal number: Int) {
    if number >= 100 { append(decimal: number / 100) }
    if number >= 10 { append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10)) }
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}
