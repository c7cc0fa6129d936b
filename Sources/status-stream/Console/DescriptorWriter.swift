internal import GoldenTranscripts
internal import StatusStreaming

/// Writes bytes to a file descriptor at once and in full, in the order of the calls.
///
/// It blocks its thread while the other end has no room, which is the back-pressure that a sink
/// wants, but never so that an interruption could not end the wait.
struct DescriptorWriter: ByteWriter {
  let descriptor: Int32
  /// What messages call it.
  let name: String
  let interruption: Interruption
  /// Whether the stream is standard error, which nobody need read.
  var isDecoration = false

  /// Writes all of the bytes, or has a decoration end here.
  ///
  /// - Throws: ``OutputError``, for a decoration only if nobody reads the output either, as where both
  ///   are one pipe; `CancellationError` if the command is interrupted and there is no
  ///   room. Bytes for which there is room are written all the same: what closes a frame has to
  ///   get out after an interruption.
  func write(_ bytes: [UInt8]) throws {
    do {
      try writeAll(bytes)
    } catch let error as OutputError where isDecoration {
      let isDeserted = StandardStreams.loseErrors()
      if isDeserted && error.reason.isClosedPipe { throw error }
    }
  }

  private func writeAll(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      while !SystemCalls.awaitRoom(in: descriptor, milliseconds: 50) {
        if interruption.isRaised { throw CancellationError() }
      }
      // The descriptor has room for this much, so a blocking one does not block here, where an
      // interruption would go unseen.
      let chunk = rest.prefix(SystemCalls.atomicWriteSize)
      rest = rest.dropFirst(try accepted(of: chunk))
    }
  }

  /// Writes the beginning of a chunk.
  ///
  /// - Returns: how many bytes were written.
  private func accepted(of chunk: ArraySlice<UInt8>) throws(OutputError) -> Int {
    do {
      return try SystemCalls.write(chunk, to: descriptor)
    } catch {
      guard error.isTransient else { throw OutputError(stream: name, reason: error) }
      return 0
    }
  }

  /// Writes a text.
  func write(_ text: String) throws {
    try write(Array(text.utf8))
  }
}
