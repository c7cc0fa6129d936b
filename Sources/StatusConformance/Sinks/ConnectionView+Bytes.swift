import GoldenTranscripts
import WireDecoding

extension ConnectionView {
  /// Some of the bytes as a person can read them.
  func quoted(_ range: Range<Int>) -> String {
    let shown = bytes[range].prefix(80)
    let rest = range.count > shown.count ? "…" : ""
    if let text = String(validating: shown, as: UTF8.self) { return text.quoted + rest }
    let numbers = shown.prefix(24).map { String($0, radix: 16) }
    return "the bytes \(numbers.joined(separator: " "))\(range.count > 24 ? "…" : "")"
  }

  /// What a WebSocket's client refuses.
  var frameError: WebSocketProtocolError? {
    var decoder = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
    decoder.feed(bytes)
    do throws(WebSocketProtocolError) {
      while try decoder.next() != nil {}
      return nil
    } catch {
      return error
    }
  }

  /// A message of a WebSocket without its last frame, at the end of the bytes.
  var unfinishedMessage: Finding? {
    var decoder = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
    decoder.feed(bytes)
    do throws(WebSocketProtocolError) {
      while try decoder.next() != nil {}
      try decoder.finish()
      return nil
    } catch {
      guard case .missingClose(isWithinMessage: true) = error.code else { return nil }
      return Finding(
        expected: "a last frame, with FIN set, for each message", seen: "\(error)",
        at: .byte(bytes.count))
    }
  }

  /// An id field with a NUL in it.
  var nulInID: Finding? {
    let isLineBreak = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    let line = bytes.split(whereSeparator: isLineBreak).first { line in
      line.starts(with: "id:".utf8) && line.contains(0)
    }
    return line.map { line in
      Finding(
        expected: "an id without U+0000",
        seen: quoted(line.startIndex..<line.endIndex), at: .byte(line.startIndex))
    }
  }

  /// Bytes that are not UTF-8, where the output as a whole is text.
  var invalidByte: Finding? {
    firstOffset { $0 == nil }.map { offset in
      let rest = bytes[offset...].prefix(4).map { String($0, radix: 16) }
      return Finding(
        expected: "UTF-8", seen: "the bytes \(rest.joined(separator: " "))", at: .byte(offset))
    }
  }

  /// A character that acts on a terminal instead of standing on it.
  var activeCharacter: Finding? {
    firstOffset { $0?.isActive == true }.map { offset in
      Finding(
        expected: "characters that a terminal shows, and LF alone to end a line",
        seen: quoted(offset..<min(offset + 20, bytes.count)), at: .byte(offset))
    }
  }

  /// The offset of the first character for which something holds; it is `nil` where the bytes are
  /// not UTF-8.
  private func firstOffset(where holds: (Unicode.Scalar?) -> Bool) -> Int? {
    var codec = UTF8()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch codec.decode(&rest) {
      case .scalarValue(let scalar):
        if holds(scalar) { return offset }
        offset += UTF8.width(scalar)
      case .error: return holds(nil) ? offset : nil
      case .emptyInput: return nil
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is a control other than LF (ECMA-48, 5.2 and 5.3), or reorders what stands beside it
  /// (Unicode Standard Annex 9, section 2).
  fileprivate var isActive: Bool {
    switch value {
    case 0x0A: false
    case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
