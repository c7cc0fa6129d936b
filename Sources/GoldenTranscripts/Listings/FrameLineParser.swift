import WireDecoding

/// Reads one line of a ``FrameListing`` and rebuilds the frame's bytes.
struct FrameLineParser {
  /// What is wrong with the line.
  struct Fault: Error {
    let code: ListingError.Code
    let column: Int
  }

  private let lineStart: Int
  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) {
    lineStart = line.startIndex
    rest = line
  }

  mutating func parse() throws(Fault) -> [UInt8] {
    let header = takeWord()
    let isIncomplete = header.elementsEqual("-".utf8)
    guard let headerBytes = [UInt8](hexadecimal: isIncomplete ? [] : header),
      isIncomplete || headerBytes.count >= 2
    else { throw fault("the header's bytes as pairs of hexadecimal digits", at: header) }

    let kind = takeWord()
    let name = kind.last == UInt8(ascii: "+") ? kind.dropLast() : kind
    let opcode = WebSocketWireFrame.Opcode.named.first { $0.name.utf8.elementsEqual(name) }?.opcode
    guard isIncomplete ? kind.elementsEqual("incomplete".utf8) : opcode != nil else {
      throw fault("a kind of frame", at: kind)
    }

    let length = takeWord()
    guard let count = Int(String(decoding: length, as: UTF8.self)), count >= 0 else {
      throw fault("the payload's length in bytes", at: length)
    }
    let text = rest
    let payload = try parsePayload(of: opcode, count: count)
    guard payload.count == count else {
      throw fault("a payload of \(count) bytes instead of \(payload.count)", at: text)
    }
    return headerBytes + payload.masked(as: headerBytes)
  }

  private mutating func parsePayload(
    of opcode: WebSocketWireFrame.Opcode?, count: Int
  ) throws(Fault) -> [UInt8] {
    if opcode == .binary {
      guard let payload = [UInt8](hexadecimal: rest) else {
        throw fault("pairs of hexadecimal digits", at: rest)
      }
      return payload
    }
    var payload: [UInt8] = []
    if opcode == .close && count >= 2 {
      let word = takeWord()
      guard let code = UInt16(String(decoding: word, as: UTF8.self)) else {
        throw fault("a close code", at: word)
      }
      payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
    }
    do {
      return payload + (try EscapedText.parse(rest))
    } catch {
      throw fault("an escape", at: rest[error.offset...])
    }
  }

  /// The bytes before the next space, which is skipped too.
  private mutating func takeWord() -> ArraySlice<UInt8> {
    let end = rest.firstIndex(of: 0x20) ?? rest.endIndex
    let word = rest[..<end]
    rest = rest[end...].dropFirst()
    return word
  }

  private func fault(_ expected: String, at place: ArraySlice<UInt8>) -> Fault {
    Fault(code: .frame(expected: expected), column: place.startIndex - lineStart + 1)
  }
}

extension [UInt8] {
  /// The bytes as they follow a header: masked if it says so (RFC 6455, section 5.3).
  fileprivate func masked(as header: [UInt8]) -> [UInt8] {
    guard header.count >= 6, header[1] & 0x80 != 0 else { return self }
    let key = Array(header.suffix(4))
    return enumerated().map { $1 ^ key[$0 % 4] }
  }
}
