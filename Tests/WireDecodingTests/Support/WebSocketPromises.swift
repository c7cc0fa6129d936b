import WireDecoding

/// What holds for the decoders whatever bytes they are fed.
enum WebSocketPromises {
  /// The promise that does not hold for these bytes, or `nil`.
  static func fault(
    _ bytes: [UInt8], reader: WebSocketWireFrame.Reader, _ chunking: Chunking
  ) -> String? {
    let limit = 1 << 10
    let run = WebSocketRun(bytes, reader: reader, maximumMessageSize: limit)
    let frameRun = WebSocketFrameRun(bytes, reader: reader, maximumPayloadSize: limit)
    for chunking in [.bytes, chunking] {
      if WebSocketRun(bytes, reader: reader, chunking, maximumMessageSize: limit) != run {
        return "the events depend on the cuts"
      }
      let other = WebSocketFrameRun(bytes, reader: reader, chunking, maximumPayloadSize: limit)
      if other != frameRun { return "the frames depend on the cuts" }
    }
    if !bytes.starts(with: frameRun.wireBytes) { return "the frames are not those on the wire" }
    if run.error == nil, !run.isClosed, let error = frameRun.error {
      return "the frames have an error and the messages none: \(error)"
    }
    return run.events.lazy.compactMap { fault($0, limit: limit) }.first
  }

  private static func fault(_ event: WebSocketMessageDecoder.Event, limit: Int) -> String? {
    switch event {
    case .text(let payload):
      if String(validating: payload, as: UTF8.self) == nil { return "a text is not UTF-8" }
      return payload.count > limit ? "a text is too big" : nil
    case .binary(let payload):
      return payload.count > limit ? "a message is too big" : nil
    case .ping(let payload), .pong(let payload):
      return payload.count > 125 ? "a control frame is too big" : nil
    case .close(_, let reason):
      return String(validating: reason, as: UTF8.self) == nil ? "a reason is not UTF-8" : nil
    }
  }
}

extension WebSocketRun {
  fileprivate var isClosed: Bool {
    if case .close = events.last { true } else { false }
  }
}
