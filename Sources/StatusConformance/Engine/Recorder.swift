import StateLocking

/// Where a run is recorded while it goes on, by whatever tasks it has.
final class Recorder<Recording: TrialRecording>: Sendable {
  private let state: Lock<Recording>

  init(_ plan: Recording.Plan) {
    state = Lock(Recording(of: plan))
  }

  /// What has been recorded.
  var recording: Recording { state.withLock { $0 } }

  /// Adds to the recording.
  func update<Result: Sendable>(_ change: (inout Recording) -> Result) -> Result {
    state.withLock { change(&$0) }
  }

  /// Notes for people that something happened.
  func note(
    at time: RunClock.Instant, _ text: @autoclosure () -> String?,
    _ drawing: @autoclosure () -> Drawing = Drawing(in: "run")
  ) {
    // The text may ask what has been recorded.
    guard state.withLock({ $0.timeline.isKept }) else { return }
    let (text, drawing) = (text(), drawing())
    state.withLock { $0.timeline.append(text, at: time, drawing) }
  }
}
