import StatusStreaming

extension DeliveryRecording {
  /// One call of a viewer's sink.
  struct Call: Sendable, Hashable {
    /// What was asked.
    enum Request: Sendable, Hashable {
      case send(StreamEvent)
      case batch([StreamEvent])
      case heartbeat
      case close

      /// The events that the sink is given.
      var events: [StreamEvent] {
        switch self {
        case .send(let event): [event]
        case .batch(let events): events
        case .heartbeat, .close: []
        }
      }
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
    /// Whether it was made by a task that was cancelled.
    let isOfCancelledTask: Bool
    /// The call that was in progress at the beginning.
    let overlapped: Int?
    var result: Result?
    /// How many of the events were accepted.
    var acceptedCount = 0
    var ended: Duration?
    /// The count of the viewer's ticks at the end.
    var ending: Int?
    /// How many updates the buffer had been given at the end.
    var publishedCount = 0
    /// Whether the task that made it was cancelled when it ended.
    var endedCancelled = false
    /// Whether it failed because the sink is made to.
    var isFailure = false

    /// Whether it delivered a terminal event.
    var isEnd: Bool {
      switch request {
      case .send(let event): acceptedCount > 0 && event.payload.isTerminal
      case .batch: arrivals.contains { $0.payload.isTerminal }
      case .heartbeat, .close: false
      }
    }

    /// The events that were accepted.
    var arrivals: ArraySlice<StreamEvent> { request.events.prefix(acceptedCount) }
  }
}

extension DeliveryRecording.Call: CustomStringConvertible {
  /// What was asked, where there is little room.
  var sign: String {
    switch request {
    case .send(let event): "#\(event.sequence)"
    case .batch(let events): events.last.map { "to #\($0.sequence)" } ?? "none"
    case .heartbeat: "♥"
    case .close: "close"
    }
  }

  /// What was asked, in a few words.
  var description: String {
    switch request {
    case .send(let event): "the send of \(Sighting(event))"
    case .batch(let events):
      switch events.count {
      case 0: "the send of no events"
      case 1: "the send of a batch of one, \(Sighting(events[0]))"
      case let count:
        "the send of \(count) events, \(Sighting(events[0])) to #\(events[count - 1].cursor)"
      }
    case .heartbeat: "a heartbeat"
    case .close: "a close"
    }
  }
}
