import StatusStreaming

extension DeliveryRecording {
  /// One call of a viewer's sink.
  struct Call: Sendable, Hashable {
    /// What was asked.
    enum Request: Sendable, Hashable {
      case send(StreamEvent)
      case heartbeat
      case close
    }

    /// What came of it.
    enum Result: Sendable, Hashable {
      case accepted
      case threw(String)
    }

    let request: Request
    let began: Duration
    /// The count of the viewer's ticks at the beginning.
    let beginning: Int
    /// Whether the connection had been cancelled before.
    let isAfterCancellation: Bool
    /// The call that was in progress at the beginning.
    let overlapped: Int?
    var result: Result?
    var ended: Duration?
    /// The count of the viewer's ticks at the end.
    var ending: Int?
    /// How many updates the buffer had been given at the end.
    var publishedCount = 0
    /// Whether it failed because the sink is made to.
    var isFailure = false

    /// The event, if it was sent and accepted.
    var arrival: StreamEvent? {
      guard case .send(let event) = request, result == .accepted else { return nil }
      return event
    }
  }
}

extension DeliveryRecording.Call: CustomStringConvertible {
  /// What was asked, in a few words.
  var description: String {
    switch request {
    case .send(let event): "the send of \(Sighting(event))"
    case .heartbeat: "a heartbeat"
    case .close: "a close"
    }
  }
}
