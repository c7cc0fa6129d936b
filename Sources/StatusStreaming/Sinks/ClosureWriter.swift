/// A writer that is a closure, over whatever the closure captures.
///
/// It is the shortest way to a server's writer, and compiles under every setting of the language also
/// if that writer is not `Sendable`; see ``ByteWriter``.
public struct ClosureWriter: ByteWriter {
  private let body: @concurrent ([UInt8]) async throws -> Void

  /// Makes a writer.
  ///
  /// - Parameter body: accepts bytes, as ``write(_:)`` has to.
  public init(_ body: @escaping @concurrent ([UInt8]) async throws -> Void) {
    self.body = body
  }

  /// Hands the bytes to the closure.
  ///
  /// - Throws: what the closure throws.
  @concurrent
  public mutating func write(_ bytes: [UInt8]) async throws {
    try await body(bytes)
  }
}

extension EncodingSink where Writer == ClosureWriter {
  /// Makes a sink of a fresh encoder and a closure that accepts what it has encoded.
  public init(encoder: Encoder, write: @escaping @concurrent ([UInt8]) async throws -> Void) {
    self.init(encoder: encoder, writer: ClosureWriter(write))
  }
}

extension EncodingSink where Encoder == EventStreamEncoder, Writer == ClosureWriter {
  /// Makes a sink for a response body of which a closure accepts the bytes.
  public init(
    profile: EventStreamEncoder.Profile,
    write: @escaping @concurrent ([UInt8]) async throws -> Void
  ) {
    self.init(encoder: EventStreamEncoder(profile: profile), write: write)
  }
}
