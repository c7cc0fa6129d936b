import GoldenTranscripts
import StatusStreaming
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

  /// A character of what was sent that acts on a terminal instead of standing on it.
  ///
  /// What the sink writes of its own, the colour of a word say, stands in no text.
  var activeCharacter: Finding? {
    let texts = calls.flatMap(\.offered).flatMap(\.payload.texts).map { Array($0.utf8) }
    return activeCharacter { sequence in texts.contains { stands(sequence, as: $0) } }
  }

  /// A character that acts on a terminal.
  ///
  /// - Parameter isForeign: whether such a character, with what belongs to it, comes from elsewhere.
  func activeCharacter(where isForeign: (ArraySlice<UInt8>) -> Bool) -> Finding? {
    var start = bytes.startIndex
    while let offset = firstOffset(from: start, where: { $0?.isActive == true }) {
      let sequence = controlSequence(at: offset)
      if isForeign(sequence) {
        return Finding(
          expected: "characters that a terminal shows, and LF alone to end a line",
          seen: quoted(offset..<min(offset + 20, bytes.count)), at: .byte(offset))
      }
      start = sequence.endIndex
    }
    return nil
  }

  /// Whether a sequence stands between the same characters as in a text, as far as it has some there.
  private func stands(_ sequence: ArraySlice<UInt8>, as text: [UInt8]) -> Bool {
    text.indices.contains { place in
      guard text[place] == sequence.first, text[place...].starts(with: sequence) else {
        return false
      }
      let end = place + sequence.count
      let isSameBefore =
        place == 0
        || (sequence.startIndex > 0 && bytes[sequence.startIndex - 1] == text[place - 1])
      let isSameBehind =
        end == text.count
        || (sequence.endIndex < bytes.count && bytes[sequence.endIndex] == text[end])
      return isSameBefore && isSameBehind
    }
  }

  /// The control character at an offset, with what belongs to it: the rest of a control sequence, or
  /// of a command for the operating system (ECMA-48, sections 5.4 and 8.3.89).
  private func controlSequence(at offset: Int) -> ArraySlice<UInt8> {
    let rest = bytes[offset...]
    guard rest.first == 0x1B, let kind = rest.dropFirst().first else {
      return rest[..<(rest.dropFirst().firstIndex { !UTF8.isContinuation($0) } ?? rest.endIndex)]
    }
    switch kind {
    case UInt8(ascii: "["):
      let end = rest.dropFirst(2).firstIndex { 0x40...0x7E ~= $0 }
      return rest[...(end ?? rest.endIndex - 1)]
    case UInt8(ascii: "]"):
      let end = rest.firstIndex { $0 == 0x07 || $0 == 0x5C }
      return rest[...(end ?? rest.endIndex - 1)]
    default: return rest.prefix(2)
    }
  }

  /// The offset of the first character from one on for which something holds; it is `nil` where the
  /// bytes are not UTF-8.
  private func firstOffset(
    from start: Int = 0, where holds: (Unicode.Scalar?) -> Bool
  ) -> Int? {
    var codec = UTF8()
    var rest = bytes[start...].makeIterator()
    var offset = start
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
