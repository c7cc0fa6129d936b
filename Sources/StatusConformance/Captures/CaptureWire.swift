import GoldenTranscripts
import StatusStreaming
import WireDecoding

/// What a captured stream was written for.
public enum CaptureWire: String, Sendable, Hashable, CaseIterable {
  /// A body of server-sent events, of either profile.
  case sse
  /// What a WebSocket's server sends after the handshake, of either profile.
  case websocket
  /// What a terminal is shown.
  case terminal
  /// Lines of JSON.
  case jsonl
  /// Events of AG-UI of any producer: in a body of server-sent events, in what a WebSocket's server
  /// sends, or each on a line.
  case agUI = "ag-ui"
}

extension CaptureWire {
  /// The decoder of the profile that some bytes are of, as their beginning tells.
  func decoder(for bytes: [UInt8]) -> any StatusDecoder {
    switch self {
    case .sse:
      let isResumable = Self.hasNamedLines(bytes)
      return EventStreamStatusDecoder(profile: isResumable ? .resumable : .reference)
    case .websocket:
      let isResumable = Self.hasNumberedMessages(bytes)
      return WebSocketStatusDecoder(profile: isResumable ? .resumable : .reference)
    case .terminal: return TerminalStatusDecoder(detectingSettingsOf: bytes)
    case .jsonl: return JSONLinesStatusDecoder()
    case .agUI: return AGUIStatusDecoder(over: .init(of: bytes))
    }
  }

  /// Whether a line gives an event's id or type.
  private static func hasNamedLines(_ bytes: [UInt8]) -> Bool {
    bytes.split { $0 == 0x0A || $0 == 0x0D }.contains { line in
      ["id:", "event:"].contains { line.starts(with: $0.utf8) }
    }
  }

  private static func hasNumberedMessages(_ bytes: [UInt8]) -> Bool {
    var decoder = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
    decoder.feed(bytes)
    while let event = try? decoder.next() {
      if case .text(let text) = event { return text.starts(with: #"{"id":"#.utf8) }
    }
    return false
  }
}

/// What bytes of a connection say, and where each thing that they say was complete.
struct WireReading: Sendable {
  /// The bytes.
  let bytes: [UInt8]
  /// What the format shows.
  let observes: Projection
  /// The kind of format.
  var format: WireFormat { decoder.format }
  /// What has read them, as it was before the first of them.
  let decoder: any StatusDecoder
  /// What was read, with the place of the piece that completed it.
  private(set) var observations: [(observation: Observation, place: Int)] = []
  /// The events, as far as the format shows them, apart from their times.
  private(set) var events: [SeenEvent] = []
  /// Why the decoder could not read on, and at which piece.
  private(set) var failure: (error: any Error, place: Range<Int>)?
  /// Whether the bytes can't end where they do, by the decoder.
  private(set) var isUnfinished = false
  /// How many bytes there are up to the format's own end of the connection; `nil` if there is none.
  private(set) var end: Int?

  init(_ bytes: [UInt8], by decoder: some StatusDecoder) {
    self.bytes = bytes
    self.decoder = decoder
    observes = decoder.observes
    var decoder = decoder
    var start = 0
    while start < bytes.count, failure == nil {
      let end = Self.end(ofPieceAt: start, in: bytes, decoder.format)
      read(start..<end, by: &decoder)
      start = end
    }
    if failure == nil { isUnfinished = (try? decoder.finish()) == nil }
  }

  private mutating func read(_ piece: Range<Int>, by decoder: inout some StatusDecoder) {
    do {
      let more = try decoder.decode(Array(bytes[piece]))
      observations += more.map { ($0, piece.lowerBound) }
      events += more.compactMap(seenEvent)
      guard end == nil, more.contains(where: \.isEnd) else { return }
      // Reading once more what came before is less than a copy of the decoder for each piece.
      var before = self.decoder
      _ = try before.decode(Array(bytes[..<piece.lowerBound]))
      end = Self.endOfConnection(in: bytes, piece, from: before)
    } catch {
      failure = (error, piece)
    }
  }

  /// Which of a piece's bytes is the last one of the connection.
  static func endOfConnection(
    in bytes: [UInt8], _ piece: Range<Int>, from decoder: some StatusDecoder
  ) -> Int {
    var decoder = decoder
    return piece.first { place in
      (try? decoder.decode([bytes[place]]))?.contains(where: \.isEnd) == true
    }.map { $0 + 1 } ?? piece.upperBound
  }

  /// Lines of text, and a few bytes of what has none.
  private static func end(ofPieceAt start: Int, in bytes: [UInt8], _ format: WireFormat) -> Int {
    guard format != .webSocket else { return min(start + 16, bytes.count) }
    return bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
  }

  private func seenEvent(_ observation: Observation) -> SeenEvent? {
    guard case .event(let event) = observation else { return nil }
    return event.projected(onto: observes.subtracting(.times)).map(SeenEvent.init)
  }
}

/// Bytes that a decoder refuses, seen from outside.
enum UnreadableBytes {
  /// The rule that a reader expects such bytes to break.
  ///
  /// - Parameters:
  ///   - error: the decoder's.
  ///   - piece: the bytes at which it threw.
  ///   - decoder: what has thrown it.
  ///   - isEnded: whether the only trace of the connection has ended before.
  ///   - isClosed: whether the connection's own end was read before.
  static func rule(
    for error: any Error, at piece: [UInt8], by decoder: some StatusDecoder, isEnded: Bool,
    isClosed: Bool
  ) -> Int {
    if let rule = AGUIStreamReading.rule(for: error, by: decoder) { return rule }
    switch error as? ObservationError.Code {
    case .value(at: "the footer", let expected, _) where expected.contains("cut"): return 208
    case .value(at: "the close code", expected: "1001", _): return 208
    case .value(at: "the close code", _, _): return 104
    case .webSocket(let error):
      if case .invalidUTF8 = error.code { return 706 }
      return isClosed ? 202 : 710
    default: break
    }
    if isEnded || isClosed { return 202 }
    var view = ConnectionView(of: [], observes: [])
    view.bytes = piece
    if view.invalidByte != nil, decoder.format != .custom { return 706 }
    return decoder.format == .terminal && view.activeCharacter { _ in true } != nil ? 708 : 104
  }

  /// An id that a client of an event stream takes from something else than an event, and where it is.
  static func orphanID(in bytes: [UInt8]) -> (id: String, place: Int)? {
    var decoder = EventStreamDecoder(maximumEventSize: .max)
    var last = ""
    var start = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      // What the end of the bytes cuts is no line.
      guard start + line.count < bytes.count else { break }
      decoder.feed(line + [0x0A])
      while let item = try? decoder.next() {
        if case .event(let event) = item { last = event.lastEventID }
      }
      if !decoder.lastEventID.utf8.elementsEqual(last.utf8) { return (decoder.lastEventID, start) }
      start += line.count + 1
    }
    return nil
  }
}

extension ConnectionView {
  /// The bytes that can't be read, and why: of an event stream the event that a blank line has ended.
  func quoted(_ piece: Range<Int>, by format: WireFormat, with error: any Error) -> String {
    guard format == .eventStream, bytes[piece].allSatisfy({ $0 == 0x0A || $0 == 0x0D }) else {
      return "\(quoted(piece)): \(error)"
    }
    var start = piece.lowerBound
    var isBlank = true
    while start > 0 {
      let byte = bytes[start - 1]
      if byte == 0x0A {
        if isBlank, start < piece.lowerBound { break }
        isBlank = true
      } else if byte != 0x0D {
        isBlank = false
      }
      start -= 1
    }
    let text = quoted(start..<piece.lowerBound)
    guard case .value(at: "the line", let expected, let event)? = error as? ObservationError.Code
    else { return "\(text): \(error)" }
    return "\(text): event \(event): expected \(expected) as its data"
  }
}

extension Finding {
  /// That a client would resume after an id of something else than an event.
  init(orphanID: (id: String, place: Int)) {
    self.init(
      expected: "a client to resume after the number of an event that it was sent",
      seen: "the id \(orphanID.id.quoted) of something else", at: .byte(orphanID.place))
  }
}
