/// How the status updates of a session are shown.
package struct Streaming: Sendable, Hashable {
  /// In what form.
  package var sink: SinkKind
  /// How often the monitor looks for more; `nil` if it is woken by what is appended.
  package var pollInterval: Duration?
  /// Whether lines begin with the time since their trace was opened.
  package var showsTimes: Bool

  /// Makes a choice; every part has the default of the command line.
  package init(
    sink: SinkKind = .terminal, pollInterval: Duration? = .milliseconds(50),
    showsTimes: Bool = false
  ) {
    self.sink = sink
    self.pollInterval = pollInterval
    self.showsTimes = showsTimes
  }
}
