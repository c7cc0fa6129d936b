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
    append(addingCapacity: 19) { $0.append(decimal: number) }
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

extension [UInt8] {
  /// Appends a string as a JSON string (RFC 8259, section 7), or `null`.
  mutating func append(json string: String?, _ profile: JSONProfile) {
    guard let string else { return append("null") }
    let isPlain = unsafe string.utf8.withContiguousStorageIfAvailable { text in
      unsafe append(plain: text, profile)
    }
    if isPlain == true { return }
    append(UInt8(ascii: "\""))
    let isContiguous: Void? = unsafe string.utf8.withContiguousStorageIfAvailable {
      unsafe appendEscaped($0, profile)
    }
    if isContiguous == nil {
      var copy = string
      copy.withUTF8 { unsafe appendEscaped($0, profile) }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a whole number, or `null`.
  mutating func append(json number: Int?) {
    guard let number else { return append("null") }
    if number < 0 {
      append(contentsOf: String(number).utf8)
    } else {
      append(decimal: number)
    }
  }

  /// Appends a string in which nothing has to be escaped, in one go.
  ///
  /// - Returns: whether it is of that kind; if not, nothing was appended.
  private mutating func append(
    plain text: UnsafeBufferPointer<UInt8>, _ profile: JSONProfile
  ) -> Bool {
    var isPlain = true
    append(addingCapacity: text.count + 9) { output in
      output.append(UInt8(ascii: "\""))
      isPlain = unsafe output.append(plain: text, profile)
      guard isPlain else { return output.removeAll() }
      output.append(UInt8(ascii: "\""))
    }
    return isPlain
  }

  private mutating func appendEscaped(
    _ text: UnsafeBufferPointer<UInt8>, _ profile: JSONProfile
  ) {
    var runStart = 0
    for index in 0..<text.count where unsafe text[index].mayNeedJSONEscape(profile) {
      guard let escape = unsafe Self.jsonEscape(of: text, at: index) else { continue }
      unsafe append(contentsOf: text[runStart..<index])
      append(contentsOf: escape.utf8)
      runStart = unsafe index + (text[index] < 0x80 ? 1 : 3)
    }
    unsafe append(contentsOf: text[runStart...])
  }

  private static func jsonEscape(of text: UnsafeBufferPointer<UInt8>, at index: Int) -> String? {
    switch unsafe text[index] {
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    case 0x08: return "\\b"
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0C: return "\\f"
    case 0x0D: return "\\r"
    case 0xE2:
      guard index + 2 < text.count, unsafe text[index + 1] == 0x80 else { return nil }
      switch unsafe text[index + 2] {
      case 0xA8: return "\\u2028"
      case 0xA9: return "\\u2029"
      default: return nil
      }
    case let control:
      return "\\u00" + (control < 0x10 ? "0" : "") + String(control, radix: 16)
    }
  }
}

extension UInt64 {
  /// Sets the top bit of each of the eight bytes that is a control, a quote, a backslash or the
  /// byte given, and perhaps of its neighbour.
  @inline(__always)
  func marksOfJSONEscapes(or byte: UInt8) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = self ^ (ones &* 0x22)
    let backslashes = self ^ (ones &* 0x5C)
    let others = self ^ (ones &* UInt64(byte))
    return ((self &- ones &* 0x20) & ~self) | ((quotes &- ones) & ~quotes)
      | ((backslashes &- ones) & ~backslashes) | ((others &- ones) & ~others)
  }

  /// Sets the top bit of each of the eight bytes that is no printable ASCII, or a backslash, and perhaps
  /// of its neighbour.
  var marksOfEscapesAtTerminal: UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let (deletes, backslashes) = (self ^ (ones &* 0x7F), self ^ (ones &* 0x5C))
    return self | (self &- ones &* 0x20) | ((deletes &- ones) & ~deletes)
      | ((backslashes &- ones) & ~backslashes)
  }
}

extension UInt8 {
  /// Whether a byte has to be looked at before it is copied into a JSON string; 0xE2 begins U+2028
  /// and U+2029.
  func mayNeedJSONEscape(_ profile: JSONProfile) -> Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
      || (self == 0xE2 && profile == .portable)
  }
}

extension [UInt8] {
  /// Takes an encoded event out again if it is larger than allowed.
  ///
  /// - Parameter shared: how many bytes it has elsewhere.
  mutating func limit(
    _ event: borrowing StreamEvent, from start: Int, beside shared: Int = 0, to maximumSize: Int
  ) throws(StatusEncodingError) {
    let size = count - start + shared
    guard size > maximumSize else { return }
    truncate(to: start)
    throw StatusEncodingError(.tooLarge(size: size, limit: maximumSize), event)
  }

  /// Takes everything out, and gives the storage back if it is larger than what is to be kept.
  mutating func empty(keeping capacity: Int) {
    if self.capacity > capacity { self = [] } else { removeAll(keepingCapacity: true) }
  }
}

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
    // What the profile does not look for is looked for as a quote once more.
    let separator: UInt8 = profile == .portable ? 0xE2 : 0x22
    return unsafe append(
      text, unlessMarkedBy: { $0.marksOfJSONEscapes(or: separator) },
      { $0.mayNeedJSONEscape(profile) })
  }

  /// Appends a text eight bytes at a time, unless there is a byte in it that is looked for.
  ///
  /// - Parameters:
  ///   - marks: sets the top bit of each byte of a word that is.
  ///   - isMarked: whether a byte is.
  @inline(__always)
  private mutating func append(
    _ text: UnsafeBufferPointer<UInt8>, unlessMarkedBy marks: (UInt64) -> UInt64,
    _ isMarked: (UInt8) -> Bool
  ) -> Bool {
    precondition(text.count + 7 <= freeCapacity, "no room for a text")
    return unsafe withUnsafeMutableBufferPointer { buffer, count in
      guard let source = unsafe UnsafeRawPointer(text.baseAddress),
        let target = UnsafeMutableRawPointer(buffer.baseAddress)
      else { return text.isEmpty }
      var found: UInt64 = 0
      var offset = 0
      // The last word may begin among bytes that were copied before, which is less than to copy the rest
      // byte by byte.
      while text.count >= 8, offset < text.count {
        offset = min(offset, text.count - 8)
        let word = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        found |= marks(word)
        unsafe target.storeBytes(of: word, toByteOffset: count + offset, as: UInt64.self)
        offset += 8
      }
      while offset < text.count {
        let byte = unsafe text[offset]
        if isMarked(byte) { return false }
        unsafe target.storeBytes(of: byte, toByteOffset: count + offset, as: UInt8.self)
        offset += 1
      }
      guard found & 0x8080_8080_8080_8080 == 0 else { return false }
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

  /// Appends a text that is written the same at a terminal, all printable ASCII without a backslash; there
  /// has to be room for its bytes and seven more.
  ///
  /// - Returns: whether the text is of that kind; if not, nothing was appended.
  @inline(__always)
  mutating func append(visible text: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe append(
      text, unlessMarkedBy: { $0.marksOfEscapesAtTerminal },
      { $0 < 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "\\") })
  }
}
