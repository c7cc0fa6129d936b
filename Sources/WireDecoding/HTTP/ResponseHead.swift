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
