import Foundation
import GoldenTranscripts
import StatusConformance
import StatusStreaming
import WireDecoding

extension Sample {
  /// Lines of an own format whose messages are escaped in another way than they should be.
  private static func lines(
    _ name: String, breaks rule: Int, saying message: String, format: WireFormat = .lines,
    _ escape: @escaping @Sendable (String) -> [UInt8]
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      SinkVerification(name: name, decoder: { NoteLineDecoder(format) }) {
        NoteLineSink(wire: $0, escape: escape)
      })
  }

  static func webSocket(
    _ name: String, breaks rule: Int, saying message: String,
    _ profile: WebSocketMessageEncoder.Profile = .reference,
    capabilities: Set<ConformanceCapability> = [.bounded, .heartbeats], sizeLimit: Int? = nil,
    _ configure: @escaping @Sendable (inout ClosureSink<WebSocketStatusEncoder>) -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      SinkVerification(
        name: name, capabilities: capabilities, sizeLimit: sizeLimit,
        decoder: { WebSocketStatusDecoder(profile: profile) }
      ) { ClosureSink(WebSocketStatusEncoder(profile: profile), $0, configure) })
  }

  /// An event stream of the reference profile that differs from a correct one in its heartbeats.
  static func referenceStream(
    _ name: String, breaks rule: Int, saying message: String,
    _ beat: @escaping @Sendable (inout [UInt8]) -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      SinkVerification(
        name: name, capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .reference) }
      ) {
        ClosureSink(EventStreamEncoder(profile: .reference), $0) { $0.beat = beat }
      })
  }

  /// 7xx: bytes.
  static let sinksWithWrongBytes: [Sample] = [
    // One read is not one event.
    Sample(
      "a decoder that takes a chunk for an event", breaks: 701, saying: "byte by byte",
      SinkVerification(name: "chunks as events", decoder: { ChunkDecoder() }) {
        JSONLinesSink(writer: $0)
      }),
    Sample(
      "a decoder that takes a chunk for whole lines", breaks: 701, saying: "byte by byte",
      SinkVerification(name: "chunks as lines", decoder: { ForgetfulDecoder() }) {
        NoteLineSink(wire: $0)
      }),
    webSocket("a heartbeat that is an update", breaks: 702, saying: "still working") {
      $0.beat = { bytes in
        if bytes.isEmpty { return }
        var json: [UInt8] = []
        StatusUpdate.thinking("still working").appendJSON(to: &json)
        bytes += [0x81, UInt8(json.count)] + json
      }
    },
    Sample(
      "a heartbeat that throws the batch away", breaks: 702, saying: "as the first update",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { ForgetfulBatchSink(wire: $0) }),
    Sample(
      "a heartbeat with a blank line inside of an event", breaks: 702, saying: "can read",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { HeadFirstSink(wire: $0) }),
    // What has no end is the beginning of what follows.
    referenceStream("a heartbeat that does not end its line", breaks: 702, saying: "first update") {
      bytes in if !bytes.isEmpty { bytes = Array(":".utf8) }
    },
    eventStream("a heartbeat that takes the next event's number", breaks: 702, saying: "#") {
      var hasBegun = false
      $0.rewrite = { _, _ in hasBegun = true }
      $0.beat = { bytes in if !bytes.isEmpty, hasBegun { bytes = Array(":".utf8) } }
    },
    // `data:` is one line.
    Sample(
      "a line break in data", breaks: 703, saying: "at which it throws",
      SinkVerification(decoder: { FeedDecoder() }) { TextFeedSink(wire: $0) }),
    lines("a line break in a line", breaks: 703, saying: "not a line of the format") { message in
      NoteLineSink.escaped(message).isEmpty ? [] : Array(message.utf8)
    },
    Sample(
      "the message in the id", breaks: 704, saying: "an id without U+0000",
      SinkVerification(decoder: { FeedDecoder() }) { SluggingSink(wire: $0) }),
    // `Character.isNewline` is true for more than CR and LF.
    lines("lines split by isNewline", breaks: 705, saying: "was emitted alone") { message in
      NoteLineSink.escaped(message.split(whereSeparator: \.isNewline).joined(separator: " "))
    },
    lines("separators replaced by spaces", breaks: 705, saying: "was emitted alone") { message in
      NoteLineSink.escaped(
        message.components(separatedBy: .newlines).joined(separator: " "))
    },
    lines("a limit in bytes", breaks: 706, saying: "the bytes") { message in
      Array(NoteLineSink.escaped(message).prefix(99))
    },
    lines("composed characters", breaks: 706, saying: "é") { message in
      NoteLineSink.escaped(message.precomposedStringWithCanonicalMapping)
    },
    Sample(
      "the header before the size is known", breaks: 707, saying: "a write of",
      SinkVerification(
        name: "hasty",
        capabilities: [.bounded, .sizeLimit], sizeLimit: 8_192,
        decoder: { WebSocketStatusDecoder() }
      ) {
        SendingSink(encoder: WebSocketStatusEncoder(), wire: $0) { _, bytes, wire in
          try await wire.write(Array(bytes.prefix(4)))
          if bytes.count > 8_192 { throw TooLarge() }
          try await wire.write(Array(bytes.dropFirst(4)))
        }
      }),
    webSocket(
      "what is too large is left out", breaks: 707, saying: "it returned",
      capabilities: [.bounded, .sizeLimit], sizeLimit: 8_192
    ) {
      $0.rewrite = { _, bytes in if bytes.count > 8_192 { bytes = [] } }
    },
    webSocket(
      "nothing more after what is too large", breaks: 707, saying: "TooLarge",
      capabilities: [.bounded, .sizeLimit], sizeLimit: 8_192
    ) {
      var isDead = false
      $0.change = { event in
        if case .update(let update) = event.payload, (update.message ?? "").utf8.count > 8_192 {
          isDead = true
        }
        if isDead { throw TooLarge() }
      }
    },
    lines(
      "escape sequences as they are", breaks: 708, saying: "that a terminal shows",
      format: .terminal
    ) {
      message in
      NoteLineSink.escaped(message) { $0 == "\n" || $0 == "\\" }
    },
    lines("controls but not C1", breaks: 708, saying: "that a terminal shows", format: .terminal) {
      message in
      NoteLineSink.escaped(message) { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }
    },
    // They reorder what stands beside them, and look like nothing.
    lines(
      "directional overrides as they are", breaks: 708, saying: "that a terminal shows",
      format: .terminal
    ) {
      message in
      NoteLineSink.escaped(message) { $0.value < 0x20 || 0x7F...0x9F ~= $0.value || $0 == "\\" }
    },
    // A list by hand ends with the overrides, and the isolates of Unicode 6.3 do the same.
    lines(
      "directional isolates as they are", breaks: 708, saying: "that a terminal shows",
      format: .terminal
    ) {
      message in
      NoteLineSink.escaped(message) { scalar in
        switch scalar.value {
        case 0x5C, 0...0x1F, 0x7F...0x9F, 0x202A...0x202E: true
        default: false
        }
      }
    },
    Sample(
      "the colours of messages", breaks: 708, saying: "that a terminal shows",
      SinkVerification(name: "colours of messages", decoder: { ColouredLineDecoder() }) {
        NoteLineSink.coloured($0, escape: NoteLineSink.escapedButColours)
      }),
    Sample(
      "two lines for an update", breaks: 709, saying: "one line for each update",
      SinkVerification(decoder: { DetailDecoder() }) { DetailSink(wire: $0) }),
    webSocket("masked frames from a server", breaks: 710, saying: "masked") {
      $0.rewrite = { _, bytes in
        guard bytes[1] < 126 else { return }
        bytes[1] |= 0x80
        bytes.insert(contentsOf: [0, 0, 0, 0], at: 2)
      }
    },
    // The length is written in as many bytes as it needs, and no more.
    webSocket("every longer length in eight bytes", breaks: 710, saying: "more bytes than it needs")
    {
      $0.rewrite = { _, bytes in
        guard bytes[1] == 126 else { return }
        bytes[1] = 127
        bytes.insert(contentsOf: [0, 0, 0, 0, 0, 0], at: 2)
      }
    },
    // Nobody has agreed on compression.
    webSocket("a bit for compression", breaks: 710, saying: "no extension was negotiated") {
      $0.rewrite = { _, bytes in bytes[0] |= 0x40 }
    },
    webSocket("a length with a sign", breaks: 710, saying: "frames that a client accepts") {
      $0.rewrite = { _, bytes in if bytes[1] == 127 { bytes[2] |= 0x80 } }
    },
    Sample(
      "no heartbeats in a format that does not show them", breaks: 711,
      saying: "heartbeat() to write something",
      SinkVerification(
        name: "unshown", capabilities: [.bounded, .heartbeats], decoder: { NoteLineDecoder() }
      ) { NoteLineSink(wire: $0) }),
    referenceStream("no heartbeats in the reference profile", breaks: 711, saying: "0 on the wire")
    {
      bytes in bytes = []
    },
    Sample(
      "an opening in place of heartbeats", breaks: 711, saying: "on the wire",
      SinkVerification(
        name: "opening alone", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        EncodingSink(
          encoder: EventStreamEncoder(
            profile: .resumable, heartbeat: .none, opening: "a\nb\nc\nd\ne\nf"), writer: $0)
      }),
    webSocket("one ping and no more", breaks: 711, saying: "1 on the wire") {
      var hasBeaten = false
      $0.beat = { bytes in
        if hasBeaten { bytes = [] }
        hasBeaten = true
      }
    },
    Sample(
      "no heartbeats although declared", breaks: 711, saying: "0 on the wire",
      SinkVerification(
        name: "silent", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        SendingSink(
          encoder: EventStreamEncoder(profile: .resumable), wire: $0,
          deliver: { _, bytes, wire in try await wire.write(bytes) })
      }),
  ]
}

private struct TooLarge: Error {}

extension [UInt8] {
  /// Unmasked frames without the last one, if that is a Close.
  var withoutCloseFrame: [UInt8] {
    var start = 0
    while start + 1 < count {
      if self[start] == 0x88 { return Array(self[..<start]) }
      let (sizes, size): (Int, Int) =
        switch self[start + 1] {
        case 126: (2, self[(start + 2)..<(start + 4)].reduce(0) { $0 << 8 | Int($1) })
        case 127: (8, self[(start + 2)..<(start + 10)].reduce(0) { $0 << 8 | Int($1) })
        case let size: (0, Int(size))
        }
      start += 2 + sizes + size
    }
    return self
  }
}
