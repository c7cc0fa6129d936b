import StatusConformance
import StatusStreaming

/// A writer that cuts what it is given into pieces, as one over a small transport buffer does.
struct PieceWriter: ByteWriter {
  let wire: Wire
  /// How many bytes a piece has at most.
  var size = 37
  /// Whether it asks before each piece if its task is cancelled.
  var asksFirst = false

  func write(_ bytes: [UInt8]) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      if asksFirst { try Task.checkCancellation() }
      try await wire.write(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
  }
}
