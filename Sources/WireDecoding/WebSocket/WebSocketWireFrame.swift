/// One WebSocket frame as it was on the wire (RFC 6455, section 5.2).
public struct WebSocketWireFrame: Sendable, Hashable {
  /// Everything before the payload.
  public let header: Header
  /// The payload, unmasked.
  public let payload: [UInt8]
}

extension WebSocketWireFrame {
  /// The bytes of a frame before its payload, and what they say (RFC 6455, section 5.2).
  ///
  /// The bytes themselves are kept, without an allocation, and every field is read from them.
  public struct Header: Sendable, Hashable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    /// How many bytes the header has: 2 to 14.
    public private(set) var count = 0

    init() {}

    mutating func append(_ byte: UInt8) {
      let shift = UInt64(56 - count % 8 * 8)
      if count < 8 { first |= UInt64(byte) << shift } else { second |= UInt64(byte) << shift }
      count += 1
    }

    /// The byte at an offset below ``count``.
    public subscript(offset: Int) -> UInt8 {
      let word = offset < 8 ? first : second
      return UInt8(truncatingIfNeeded: word >> UInt64(56 - offset % 8 * 8))
    }

    /// The exact bytes.
    public var bytes: [UInt8] { (0..<count).map { self[$0] } }

    /// Whether the frame ends its message (FIN).
    public var isFinal: Bool { self[0] & 0x80 != 0 }
    /// The bits RSV1, RSV2 and RSV3 as a number from 0 to 7.
    public var reservedBits: UInt8 { self[0] >> 4 & 0x7 }
    /// What the frame is.
    public var opcode: Opcode { Opcode(rawValue: self[0] & 0xF) }
    /// Whether the payload is masked on the wire.
    public var isMasked: Bool { self[1] & 0x80 != 0 }

    /// The masking key's four bytes, the first one the most significant; 0 without a mask.
    public var maskingKey: UInt32 {
      guard isMasked else { return 0 }
      return (count - 4..<count).reduce(0) { $0 << 8 | UInt32(self[$1]) }
    }

    /// The payload's length in bytes.
    public var payloadLength: UInt64 {
      let short = self[1] & 0x7F
      guard lengthSize > 0 else { return UInt64(short) }
      return (2..<(2 + lengthSize)).reduce(0) { $0 << 8 | UInt64(self[$1]) }
    }

    /// How many bytes the length takes beyond the second byte.
    var lengthSize: Int {
      switch self[1] & 0x7F {
      case 126: 2
      case 127: 8
      default: 0
      }
    }
  }
}

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

extension WebSocketWireFrame {
  /// Which end of the connection reads the frames.
  public enum Reader: Sendable, Hashable {
    /// Reads a server's frames, which must not be masked (RFC 6455, section 5.1).
    case client
    /// Reads a client's frames, which must be masked.
    case server
  }
}
