/// The transport under a sink: a file descriptor, a response body, a channel.
public protocol ByteWriter: SendableMetatype {
  /// Accepts bytes, waiting until there is room for them.
  ///
  /// Returning means accepted; after a throw the output is undefined and nothing more is written.
  /// The bytes are lent: they are valid until the call returns, and have to be copied to be kept.
  mutating func write(_ bytes: [UInt8]) async throws
}
