import WireDecoding

/// The frames that a decoder found in a connection's bytes, fed in one way of cutting them.
struct WebSocketFrameRun: Equatable {
  var frames: [WebSocketWireFrame] = []
  var error: WebSocketProtocolError?

  init(
    _ bytes: [UInt8], reader: WebSocketWireFrame.Reader, _ chunking: Chunking = .whole,
    maximumPayloadSize: Int = 1 << 24
  ) {
    var decoder = WebSocketWireFrameDecoder(reader: reader, maximumPayloadSize: maximumPayloadSize)
    do throws(WebSocketProtocolError) {
      for chunk in chunking.chunks(of: bytes) {
        decoder.feed(chunk)
        while let frame = try decoder.next() { frames.append(frame) }
      }
    } catch {
      self.error = error
    }
  }

  /// The frames as they were on the wire, rebuilt from what the decoder kept of them.
  var wireBytes: [UInt8] {
    frames.flatMap { frame in
      let key = (0..<4).map {
        UInt8(truncatingIfNeeded: frame.header.maskingKey >> (24 - 8 * $0))
      }
      let payload = frame.payload.enumerated().map { $1 ^ key[$0 % 4] }
      return frame.header.bytes + payload
    }
  }
}
