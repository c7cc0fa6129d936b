/// What was fed and not yet read.
///
/// A chunk that arrives when everything before it was read is taken over without a copy.
struct InputBuffer: Sendable {
  private(set) var bytes: [UInt8] = []
  var position = 0

  var available: Int { bytes.count - position }

  mutating func append(_ chunk: [UInt8]) {
    if available == 0 {
      bytes = chunk
      position = 0
    } else {
      if position > bytes.count / 2 {
        bytes.removeSubrange(..<position)
        position = 0
      }
      bytes.append(contentsOf: chunk)
    }
  }

  mutating func removeAll() {
    bytes = []
    position = 0
  }
}

extension Span<UInt8> {
  /// The offset of the first CR or LF at or after `start`.
  func firstLineBreak(from start: Int) -> Int? {
    firstMark(from: start) { word in
      let (lineFeeds, returns) = (word ^ (.ones &* 0x0A), word ^ (.ones &* 0x0D))
      return ((lineFeeds &- .ones) & ~lineFeeds) | ((returns &- .ones) & ~returns)
    }
  }

  /// The offset of the first byte at or after `start` that is not ASCII, or the count.
  func firstNonASCII(from start: Int) -> Int {
    firstMark(from: start) { $0 } ?? count
  }

  /// Whether the bytes begin with those of a literal.
  func hasPrefix(_ literal: StaticString) -> Bool {
    let size = literal.utf8CodeUnitCount
    guard size <= count else { return false }
    for index in 0..<size where unsafe literal.utf8Start[index] != self[index] { return false }
    return true
  }

  /// Whether `byte` is among the bytes.
  func contains(_ byte: UInt8) -> Bool {
    indices.contains { self[$0] == byte }
  }

  /// The number that the bytes are the ASCII digits of, at most `Int.max`; `nil` if there is none
  /// or anything else.
  var decimalNumber: Int? {
    guard !isEmpty else { return nil }
    var number = 0
    for index in indices {
      guard case UInt8(ascii: "0")...UInt8(ascii: "9") = self[index] else { return nil }
      let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int(self[index] - UInt8(ascii: "0")))
      number = overflow || carry ? .max : sum
    }
    return number
  }

  /// The offset of the first byte at or after `start` that is looked for, found eight bytes at a time.
  ///
  /// - Parameter marks: sets the top bit of each such byte of a word, and perhaps of ones that come
  ///   after it.
  @inline(__always)
  private func firstMark(from start: Int, marks: (UInt64) -> UInt64) -> Int? {
    unsafe withUnsafeBytes { bytes in
      var offset = start
      while offset + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let found = marks(UInt64(littleEndian: word)) & (.ones &* 0x80)
        if found != 0 { return offset + found.trailingZeroBitCount / 8 }
        offset += 8
      }
      if offset < bytes.count, bytes.count - start >= 8 {
        // The last eight, of which some have been looked at.
        let word = unsafe bytes.loadUnaligned(
          fromByteOffset: bytes.count - 8, as: UInt64.self)
        let found = marks(UInt64(littleEndian: word)) & (.ones &* 0x80)
        return found == 0 ? nil : bytes.count - 8 + found.trailingZeroBitCount / 8
      }
      while offset < bytes.count {
        // A byte alone, and others that are never looked for.
        let byte = unsafe bytes[offset]
        if marks(.ones &* 0x20 ^ 0x20 | UInt64(byte)) & 0x80 != 0 { return offset }
        offset += 1
      }
      return nil
    }
  }
}

extension UInt64 {
  /// One in each of the eight bytes.
  fileprivate static var ones: UInt64 { 0x0101_0101_0101_0101 }
}
