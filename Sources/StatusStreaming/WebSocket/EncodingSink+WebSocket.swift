/// A sink that writes WebSocket frames to a raw transport.
public typealias WebSocketSink<Writer: ByteWriter> = EncodingSink<WebSocketStatusEncoder, Writer>

extension EncodingSink where Encoder == WebSocketStatusEncoder {
  /// Makes a sink for a connection after its handshake.
  public init(profile: WebSocketMessageEncoder.Profile = .reference, writer: Writer) {
    self.init(encoder: WebSocketStatusEncoder(profile: profile), writer: writer)
  }
}
