import StatusStreaming

/// What an encoder case of a WebSocket file asks an encoder to send.
enum WebSocketOperation {
  case message(Kind, [UInt8])
  /// A text that is valid, by the method that need not check it.
  case text(String)
  case ping([UInt8])
  case pong([UInt8])
  case close(Int?, reason: String, WebSocketFramer.OverlongReason)
  /// The first fragment of a message.
  case fragment(Kind, [UInt8], isFinal: Bool)
  /// The next fragment of the message that is unfinished.
  case continuation([UInt8], isFinal: Bool)
  /// A text message in all of its fragments.
  case texts([String])
  case textBytes([[UInt8]])

  enum Kind {
    case text
    case binary
  }

  init(_ value: JSONValue) throws {
    var fields = try VectorFields(value, "operation")
    // These are the whole case's.
    fields.ignore("role", "mask_key_hex")
    let name = try fields.string("op")
    switch name {
    case "text" where fields.has("text"): self = .text(try fields.string("text"))
    case "text", "text_bytes": self = .message(.text, try fields.payload())
    case "binary": self = .message(.binary, try fields.payload())
    case "ping": self = .ping(try fields.payload())
    case "pong": self = .pong(try fields.payload())
    case "close", "close_truncating":
      self = .close(
        try fields.intIfPresent("code"), reason: try fields.stringIfPresent("reason") ?? "",
        name == "close" ? .refuse : .cut)
    case "text_fragment":
      self = .fragment(.text, try fields.payload(), isFinal: try fields.bool("fin"))
    case "binary_fragment":
      self = .fragment(.binary, try fields.payload(), isFinal: try fields.bool("fin"))
    case "continuation":
      self = .continuation(try fields.payload(), isFinal: try fields.bool("fin"))
    case "text_fragments":
      self = .texts(
        try fields.array("fragments").map {
          guard case .string(let text) = $0 else { throw VectorFault("a fragment is no string") }
          return text
        })
    case "text_fragments_hex":
      self = .textBytes(
        try fields.array("fragments").map {
          var fragment = try VectorFields(.object(["hex": $0]), "fragment")
          return try fragment.hex("hex")
        })
    default: throw VectorFault("no operation \(name)")
    }
    try fields.finish()
  }

  /// Has an encoder do it.
  ///
  /// - Parameter openMessage: what kind of message is unfinished, if one is.
  /// - Throws: what the encoder throws; ``InexpressibleInput`` for what it can't even be asked.
  func perform(
    with encoder: inout WebSocketFramer, within openMessage: inout Kind?,
    into bytes: inout [UInt8]
  ) throws {
    switch self {
    case .message(.text, let payload): try encoder.text(payload, into: &bytes)
    case .message(.binary, let payload): try encoder.binary(payload, into: &bytes)
    case .text(let text): try encoder.text(text, into: &bytes)
    case .ping(let payload): try encoder.ping(payload, into: &bytes)
    case .pong(let payload): try encoder.pong(payload, into: &bytes)
    case .close(let number, let reason, let overlongReason):
      let code = try number.map {
        guard let code = UInt16(exactly: $0) else { throw InexpressibleInput() }
        return WebSocketCloseCode(rawValue: code)
      }
      try encoder.close(code, reason: reason, overlongReason: overlongReason, into: &bytes)
    case .fragment(let kind, let payload, let isFinal):
      // Asked for a fragment the encoder goes on with a message that it has begun.
      if openMessage == kind { throw InexpressibleInput() }
      try Self.append(kind, payload, isFinal, with: &encoder, into: &bytes)
      openMessage = isFinal ? nil : kind
    case .continuation(let payload, let isFinal):
      guard let kind = openMessage else { throw InexpressibleInput() }
      try Self.append(kind, payload, isFinal, with: &encoder, into: &bytes)
      if isFinal { openMessage = nil }
    case .texts(let fragments):
      var frames: [UInt8] = []
      for (index, text) in fragments.enumerated() {
        try encoder.fragment(text, isFinal: index == fragments.count - 1, into: &frames)
      }
      bytes += frames
    case .textBytes(let fragments):
      var frames: [UInt8] = []
      for (index, utf8) in fragments.enumerated() {
        try encoder.fragment(utf8: utf8, isFinal: index == fragments.count - 1, into: &frames)
      }
      bytes += frames
    }
  }

  private static func append(
    _ kind: Kind, _ payload: [UInt8], _ isFinal: Bool, with encoder: inout WebSocketFramer,
    into bytes: inout [UInt8]
  ) throws {
    switch kind {
    case .text: try encoder.fragment(utf8: payload, isFinal: isFinal, into: &bytes)
    case .binary: try encoder.fragment(payload, isFinal: isFinal, into: &bytes)
    }
  }
}
