import GoldenTranscripts
import RunTimelines
import StatusStreaming

extension StreamEvent {
  /// The event as it is drawn where it is published.
  func picture(at time: Duration) -> RunTimeline.Event {
    .init(kind, "#\(sequence)", ObservedEvent.Content(payload).line, at: time)
  }

  /// What kind of thing its publication is.
  var kind: RunTimeline.Event.Kind {
    switch payload {
    case .update: .message
    case .gap: .loss
    case .complete: .end
    case .failed: .failure
    case .cancelled: .cancellation
    }
  }
}

extension ObservedEvent {
  /// What kind of thing its arrival is.
  var arrivalKind: RunTimeline.Event.Kind {
    switch content {
    case .update: .arrival
    case .gap: .loss
    case .complete: .end
    case .failed: .failure
    case .cancelled: .cancellation
    }
  }

  /// Its number, where there is little room.
  var sign: String { sequence.map { "#\($0)" } ?? "" }
}
