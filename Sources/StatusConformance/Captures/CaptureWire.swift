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
