import GoldenTranscripts
import WireDecoding

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
    return decoder.format == .terminal && view.activeCharacter != nil ? 708 : 104
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

extension Finding {
  /// That a client would resume after an id of something else than an event.
  init(orphanID: (id: String, place: Int)) {
    self.init(
      expected: "a client to resume after the number of an event that it was sent",
      seen: "the id \(orphanID.id.quoted) of something else", at: .byte(orphanID.place))
  }
}
