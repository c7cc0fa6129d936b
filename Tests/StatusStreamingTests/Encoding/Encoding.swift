import StatusStreaming

extension StatusEncoder {
  /// The text of events encoded one after the other, and of the close.
  mutating func text(of events: StreamEvent..., closing: Bool = false) throws -> String {
    var bytes: [UInt8] = []
    for event in events { try encode(event, into: &bytes) }
    if closing { encodeClose(into: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
