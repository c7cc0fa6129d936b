import ReferenceScenarios
import StatusStreaming

extension DeliveryRecording {
  /// One run of a trace in a world.
  struct Run: Sendable, Hashable {
    let trace: TraceID
    let script: AgentScript
    /// Whether another run had the id before.
    let isSecond: Bool
    /// How many updates are in the buffer so far.
    var publishedCount = 0
    /// Whether the terminal event is in the buffer.
    var isFinished = false
    /// Whether the agent has ended, with or without a terminal event.
    var hasEnded = false
    /// Whether the trace was removed before its end, or before a viewer came again.
    var isRemoved = false

    init(of trace: TraceID, _ script: AgentScript, isSecond: Bool) {
      self.trace = trace
      self.script = script
      self.isSecond = isSecond
    }

    /// The number of the newest event in the buffer.
    var newest: Int { publishedCount + (isFinished ? 1 : 0) }
  }
}

extension DeliveryRecording.Viewer {
  /// What a connection of a world follows, and how it finds it.
  struct Place: Sendable, Hashable {
    /// What the connection is called: `viewer 2, connection 3`.
    var name = ""
    /// Whose it is, counted from 0.
    var person = 0
    /// The place of the run among all runs.
    var run = 0
    /// How many updates there had been before.
    var publishedBefore = 0
    /// Whether the run had ended before.
    var isLate = false
    /// Whether the trace was gone before.
    var isGone = false
    /// How many reads of the buffer have failed.
    var failedReads = 0
  }
}
