import DeterministicSimulation
import StatusStreaming
import Testing

extension StatusMonitor.Admission {
  /// Why there is nothing to deliver; `nil` if there is.
  var reason: AdmissionAnswer.Reason? {
    if case .answer(let answer) = self { answer.reason } else { nil }
  }

  /// What there is to deliver; an issue is recorded if there is nothing.
  func viewing(sourceLocation: SourceLocation = #_sourceLocation) throws
    -> StatusMonitor<Buffer, C>.Viewing
  {
    switch self {
    case .viewing(let viewing): return viewing
    case .answer(let answer):
      Issue.record("\(answer)", sourceLocation: sourceLocation)
      throw answer
    }
  }
}

extension StatusBuffer {
  /// A buffer in which "open" has two updates, "done" two and an end, and "gone" was removed.
  static func sample(
    _ configuration: Configuration = Configuration(), clock: VirtualClock
  ) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: configuration, clock: clock)
    for trace in ["open", "done", "gone"] as [TraceID] {
      try buffer.open(trace)
      try buffer.append(.thinking("1"), to: trace)
      try buffer.append(.thinking("2"), to: trace)
    }
    try buffer.finish("done", with: .complete(FinalAnswer(text: "Done")))
    buffer.remove("gone")
    return buffer
  }
}
