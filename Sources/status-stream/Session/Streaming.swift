package import StatusStreaming

/// How the status updates of a session are shown.
package struct Streaming: Sendable, Hashable {
  /// In what form.
  package var sink: SinkKind
  /// What a server-sent event stream, or a WebSocket, carries.
  package var profile: EventStreamEncoder.Profile
  /// That of the last event that the viewer has, zero for none.
  package var resumeAfter: Cursor
  /// The name of the run's history, with which events are numbered; `nil` for bare numbers.
  package var epoch: Epoch?
  /// How often the monitor looks for more; `nil` if it is woken by what is appended.
  package var pollInterval: Duration?
  /// Whether lines begin with the time since their trace was opened.
  package var showsTimes: Bool

  /// Makes a choice; every part has the default of the command line.
  package init(
    sink: SinkKind = .terminal, profile: EventStreamEncoder.Profile = .reference,
    resumeAfter: Cursor = .zero, epoch: Epoch? = nil,
    pollInterval: Duration? = .milliseconds(50), showsTimes: Bool = false
  ) {
    self.sink = sink
    self.profile = profile
    self.resumeAfter = resumeAfter
    self.epoch = epoch
    self.pollInterval = pollInterval
    self.showsTimes = showsTimes
  }
}
