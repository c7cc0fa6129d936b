import WireDecoding

extension [UInt8] {
  /// Appends a frame's line.
  mutating func append(_ frame: WebSocketWireFrame) {
    let payload = frame.payload[...]
    append(hexadecimal: frame.header.bytes)
    self += " \(frame.header.opcode.name)\(frame.header.isFinal ? "" : "+") \(payload.count)".utf8
    if !payload.isEmpty { append(0x20) }
    switch frame.header.opcode {
    case .binary:
      append(hexadecimal: payload)
    case .close where payload.count >= 2:
      self += "\(UInt16(payload[0]) << 8 | UInt16(payload[1]))".utf8
      if payload.count > 2 {
        append(0x20)
        EscapedText.append(payload.dropFirst(2), to: &self)
      }
    default:
      EscapedText.append(payload, to: &self)
    }
    append(0x0A)
  }
}

extension WebSocketWireFrame.Opcode {
  /// The kinds that a line can name.
  static let named: [(opcode: Self, name: String)] = [
    (.continuation, "continuation"), (.text, "text"), (.binary, "binary"), (.close, "close"),
    (.ping, "ping"), (.pong, "pong"),
  ]

  fileprivate var name: String {
    Self.named.first { $0.opcode == self }?.name ?? "reserved"
  }
}
