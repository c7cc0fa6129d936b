import StatusStreaming

/// Something that is done with a sink.
enum SinkAct: Sendable {
  case wait(Duration)
  case send(StreamEvent)
  /// Sends events of one trace that are there together.
  case batch([StreamEvent])
  /// Sends an update whose message makes a WebSocket frame with a payload of this size, as far as
  /// the frames before tell.
  case sized(Int)
  case heartbeat
  case close

  /// The events that are sent, as far as they are known before.
  var events: [StreamEvent] {
    switch self {
    case .send(let event): [event]
    case .batch(let events): events
    case .wait, .sized, .heartbeat, .close: []
    }
  }
}
