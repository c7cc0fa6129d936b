import StatusStreaming

/// Keeps what is written, write by write, and fails where told.
struct CollectingWriter: ByteWriter {
  struct Broken: Error {}

  /// The write that throws, counted from 1.
  var failingWrite: Int?
  private(set) var writes: [[UInt8]] = []

  var text: String { String(decoding: writes.joined(), as: UTF8.self) }

  mutating func write(_ bytes: [UInt8]) async throws {
    if writes.count + 1 == failingWrite { throw Broken() }
    writes.append(bytes)
  }
}
