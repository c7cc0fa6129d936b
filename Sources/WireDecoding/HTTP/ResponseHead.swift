/// The head of a response (RFC 9112, sections 4 and 5).
struct ResponseHead {
  let status: Int
  let fields: [CapturedResponse.Field]

  /// Whether a head begins here, even if no more than its first letter is there.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && zip("HTTP/".utf8, bytes).allSatisfy { $0 == $1 }
  }

  /// Takes a head with the blank line that ends it.
  init(taking rest: inout ArraySlice<UInt8>) throws(CapturedResponseError) {
    let start = rest.startIndex
    var lines: [ArraySlice<UInt8>] = []
    repeat {
      guard let line = rest.takeLine() else {
        throw CapturedResponseError(.unendedHead, at: start)
      }
      lines.append(line)
    } while lines.last?.isEmpty == false
    let words = lines[0].split(separator: 0x20, maxSplits: 2)
    guard words.count >= 2, words[1].count == 3, let status = words[1].number, status >= 100 else {
      throw CapturedResponseError(.statusLine, at: start)
    }
    self.status = status
    var fields: [CapturedResponse.Field] = []
    for line in lines.dropFirst().dropLast() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
        throw CapturedResponseError(.field, at: line.startIndex)
      }
      let value = line[(colon + 1)...].drop { $0.isBlank }
      let end = value.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? value.startIndex
      fields.append(
        CapturedResponse.Field(
          name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
          value: String(decoding: value[..<end], as: UTF8.self)))
    }
    self.fields = fields
  }

  /// The announced length of the body; `nil` if there is none that can be.
  var contentLength: Int? {
    fields.first { $0.name == "content-length" }.flatMap { Array($0.value.utf8)[...].number }
  }

  /// Whether the body is announced to be in chunks.
  var isChunked: Bool {
    fields.contains { field in
      field.name == "transfer-encoding" && field.value.lowercased().hasSuffix("chunked")
    }
  }
}

extension ArraySlice<UInt8> {
  /// Takes a line without its LF, or CR LF; `nil` if none of them follows.
  mutating func takeLine() -> ArraySlice<UInt8>? {
    guard let end = firstIndex(of: 0x0A) else { return nil }
    let line = self[startIndex..<end]
    self = self[(end + 1)...]
    return line.last == 0x0D ? line.dropLast() : line
  }

  /// The digits as a number of at most nine of them.
  fileprivate var number: Int? {
    guard (1...9).contains(count), allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

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
