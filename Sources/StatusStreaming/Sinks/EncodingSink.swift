/// A sink made of an encoder and a writer: one event, one write.
///
/// It owns the buffer that it encodes into and reuses it, so that sending allocates nothing once the
/// largest event has been seen.
public struct EncodingSink<Encoder: StatusEncoder, Writer: ByteWriter>: StatusSink {
  /// Turns events into bytes.
  private var encoder: Encoder
  /// Takes the bytes.
  public private(set) var writer: Writer

  private var bytes: [UInt8] = []

  /// Makes a sink of a fresh encoder and the writer under it.
  public init(encoder: Encoder, writer: Writer) {
    self.encoder = encoder
    self.writer = writer
  }

  /// Encodes and writes an event.
  ///
  /// - Throws: ``StatusEncodingError`` before anything is written, or what the writer throws.
  public mutating func send(_ event: StreamEvent) async throws {
    try encoder.encode(event, into: &bytes)
    try await flush()
  }

  /// Writes the encoder's heartbeat, if it has one.
  public mutating func heartbeat() async throws {
    encoder.encodeHeartbeat(into: &bytes)
    try await flush()
  }

  /// Writes what ends the output properly, if the terminal event has not.
  public mutating func close() async throws {
    encoder.encodeClose(into: &bytes)
    try await flush()
  }

  private mutating func flush() async throws {
    guard !bytes.isEmpty else { return }
    defer { bytes.removeAll(keepingCapacity: true) }
    try await writer.write(bytes)
  }
}

extension EncodingSink: Sendable where Writer: Sendable {}
