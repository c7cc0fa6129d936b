public import WireDecoding

/// A frame that can't be listed, since RFC 6455 does not allow it.
public struct IllegalFrame: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with it.
  public let violation: WebSocketProtocolError
  /// How many frames are before it.
  public let index: Int
  /// Where it begins, in bytes.
  public let offset: Int

  /// Which frame it is and what is wrong with it, in one sentence.
  public var description: String {
    "frame \(index + 1), at byte \(offset): \(violation)"
  }
}
