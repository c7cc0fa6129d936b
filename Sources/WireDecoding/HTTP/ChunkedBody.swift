/// A body in chunks (RFC 9112, section 7.1).
struct ChunkedBody {
  private(set) var content: [UInt8] = []
  private(set) var isWhole = false

  /// Takes a body apart.
  ///
  /// - Parameter isAnnounced: whether a head says that there are chunks; `nil` if there is no head.
  /// - Returns: `nil` if it does not begin with a chunk: no text of a status stream begins with a line
  ///   that is a hexadecimal number.
  init?(_ body: ArraySlice<UInt8>, isAnnounced: Bool?) throws(CapturedResponseError) {
    guard isAnnounced != false, Self.beginsWithChunk(body) else { return nil }
    var rest = body
    while !rest.isEmpty {
      let start = rest.startIndex
      // A size that the end of the capture cuts.
      guard let line = rest.takeLine() else { return }
      guard let size = Self.size(line) else { throw CapturedResponseError(.chunkSize, at: start) }
      if size == 0 {
        try finish(rest)
        return
      }
      content += rest.prefix(size)
      rest = rest.dropFirst(size)
      if rest.isEmpty || rest.elementsEqual([0x0D]) { return }
      let end = rest.startIndex
      guard rest.takeLine()?.isEmpty == true else {
        throw CapturedResponseError(.chunkEnd, at: end)
      }
    }
  }

  /// Reads what follows the last chunk: fields, and a blank line.
  private mutating func finish(_ rest: ArraySlice<UInt8>) throws(CapturedResponseError) {
    var rest = rest
    while let line = rest.takeLine() {
      guard line.isEmpty else { continue }
      isWhole = true
      if !rest.isEmpty { throw CapturedResponseError(.bytesAfterEnd, at: rest.startIndex) }
      return
    }
  }

  private static func beginsWithChunk(_ body: ArraySlice<UInt8>) -> Bool {
    var rest = body
    // Sizes end with CR LF: a line of a body may be a number, and hardly ends so.
    guard let end = body.firstIndex(of: 0x0A), end > body.startIndex, body[end - 1] == 0x0D,
      let line = rest.takeLine(), let size = size(line)
    else { return false }
    let after = rest.dropFirst(size)
    return size == 0 || after.isEmpty || after.starts(with: [0x0D])
  }

  /// The size that a line gives, without the extensions behind it; `nil` if it gives none.
  private static func size(_ line: ArraySlice<UInt8>) -> Int? {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
    guard (1...15).contains(digits.count) else { return nil }
    var size = 0
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      size = size << 4 | value
    }
    return size
  }
}
