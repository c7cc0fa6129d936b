extension WebSocketWireFrame {
  /// What a frame is (RFC 6455, section 5.2).
  public struct Opcode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire, 0 to 15.
    public let rawValue: UInt8

    /// Wraps a number.
    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// The next part of an unfinished message.
    public static let continuation = Self(rawValue: 0x0)
    /// A text message or its first part.
    public static let text = Self(rawValue: 0x1)
    /// A binary message or its first part.
    public static let binary = Self(rawValue: 0x2)
    /// The end of the connection.
    public static let close = Self(rawValue: 0x8)
    /// A question whether the peer is there.
    public static let ping = Self(rawValue: 0x9)
    /// The answer to a ping, or a sign of life.
    public static let pong = Self(rawValue: 0xA)

    /// Whether it is for control frames, which may stand between the parts of a message.
    public var isControl: Bool { rawValue >= 0x8 }
    /// Whether the RFC leaves it to future versions.
    public var isReserved: Bool { (0x3...0x7).contains(rawValue) || rawValue >= 0xB }
  }
}
