/// One WebSocket frame as it was on the wire (RFC 6455, section 5.2).
public struct WebSocketWireFrame: Sendable, Hashable {
  /// Everything before the payload.
  public let header: Header
  /// The payload, unmasked.
  public let payload: [UInt8]
}
