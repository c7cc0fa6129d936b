import StatusStreaming

/// Something that is done with a sink.
enum SinkAct: Sendable {
  case wait(Duration)
  case send(StreamEvent)
  /// Sends an update whose message makes a WebSocket frame with a payload of this size, as far as
  /// the frames before tell.
  case sized(Int)
  case heartbeat
  case close
}
