import GoldenTranscripts
import RunTimelines
import StatusStreaming

extension StreamEvent {
  /// The event as it is drawn where it is published or arrives.
  func picture(
    _ kind: RunTimeline.Event.Kind = .message, at time: Duration
  ) -> RunTimeline.Event {
    let own: RunTimeline.Event.Kind =
      switch payload {
      case .update: kind
      case .gap: .loss
      case .complete: .end
      case .failed: .failure
      case .cancelled: .cancellation
      }
    return .init(own, "#\(sequence)", ObservedEvent.Content(payload).line, at: time)
  }
}
