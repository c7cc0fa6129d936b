extension [UInt8] {
  /// Appends a literal's UTF-8 bytes.
  ///
  /// Messages are put together from a dozen short literals: inlined, their lengths are constants and
  /// each is stored directly, where `append(contentsOf:)` is a call that costs ten times as much.
  @inline(__always)
  mutating func append(_ literal: StaticString) {
    let size = literal.utf8CodeUnitCount
    // Nothing added to an empty array is written into the one storage of all empty arrays, which
    // other threads read.
    if size == 0 { return }
    append(addingCapacity: size) { output in
      unsafe output.withUnsafeMutableBufferPointer { free, count in
        let bytes = unsafe UnsafeBufferPointer(start: literal.utf8Start, count: size)
        count = unsafe free.initialize(fromContentsOf: bytes)
      }
    }
  }

  /// Appends a number's decimal digits; it must not be negative.
  mutating func append(decimal number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a cursor as clients send it back; its number must not be negative.
  mutating func append(cursor: Cursor) {
    if let epoch = cursor.epoch {
      append(contentsOf: epoch.rawValue.utf8)
      append(UInt8(ascii: "-"))
    }
    append(decimal: cursor.number.rawValue)
  }

  /// Appends each line of `text` behind `prefix` and ended by LF, whatever ended it before; a text
  /// that ends with a line break, like an empty one, has an empty last line.
  mutating func append(utf8 text: String, linesPrefixedBy prefix: StaticString) {
    var text = text
    text.withUTF8 { bytes in
      append(lines: unsafe Span(_unsafeElements: bytes), prefixedBy: prefix)
    }
  }

  /// Appends each line of `bytes` behind `prefix` and ended by LF, whatever ended it before.
  mutating func append(lines bytes: Span<UInt8>, prefixedBy prefix: StaticString) {
    var lineStart = 0
    while true {
      let lineEnd = bytes.firstLineBreak(from: lineStart) ?? bytes.count
      append(prefix)
      unsafe bytes.extracting(lineStart..<lineEnd).withUnsafeBufferPointer {
        unsafe append(contentsOf: $0)
      }
      append(UInt8(ascii: "\n"))
      if lineEnd == bytes.count { return }
      let isPair = bytes[lineEnd] == 0x0D && lineEnd + 1 < bytes.count && bytes[lineEnd + 1] == 0x0A
      lineStart = lineEnd + (isPair ? 2 : 1)
    }
  }

  /// Whether a CR or an LF stands at or after `start`.
  func containsLineBreak(from start: Int) -> Bool {
    span.firstLineBreak(from: start) != nil
  }

  /// Moves all that follows a position by a few bytes, which are then to be overwritten.
  mutating func openGap(at start: Int, size: Int) {
    let end = count
    for _ in 0..<size { append(0) }
    unsafe withUnsafeMutableBytes { bytes in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[(start + size)...])
        .copyMemory(from: rest)
    }
  }

  /// Drops everything from `count` on and keeps the capacity.
  mutating func truncate(to count: Int) {
    removeSubrange(count...)
  }
}
