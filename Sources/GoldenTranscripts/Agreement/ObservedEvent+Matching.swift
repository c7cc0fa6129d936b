import StatusStreaming

extension ObservedEvent {
  /// Whether both are the same to the byte: equal strings may still be spelled differently, and the
  /// difference is one that a wire must not make.
  package func matches(_ other: ObservedEvent) -> Bool {
    self == other && content.texts == other.content.texts
  }
}

extension ObservedEvent.Content {
  /// The bytes of all strings.
  package var texts: [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .update(let update):
      bytes += (update.message ?? "").utf8
      if case .steps(let steps) = update.roadmap {
        for step in steps { step.appendJSON(to: &bytes) }
      }
    case .gap, .complete(nil): break
    case .complete(let answer?): answer.appendJSON(to: &bytes)
    case .failed(let message): bytes += message.utf8
    case .cancelled(let reason): bytes += reason.utf8
    }
    return bytes
  }
}
