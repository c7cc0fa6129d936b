import StatusStreaming

/// How the trace ended.
extension AgentRecording {
  private var ends: [Int] { entries.indices.filter { entries[$0].payload.isTerminal } }

  /// A run that ends well has one terminal event, and a run ends.
  var wrongEnding: Finding? {
    if case .endless(let reason) = interruption {
      // What an agent does when the simulation gives it up is not its own doing.
      return Finding(expected: "an end of the run", seen: "the agent did not end: \(reason)")
    }
    // A run that fails has rules of its own, unless it was told to have gone well as well.
    if case .threw = ending, !(hasAnswered && ends.count > 1) { return nil }
    if ends.count > 1 {
      return Finding(
        expected: "one terminal event", seen: "another one, \(line(entries[ends[1]].payload))",
        at: .event(ends[1] + 1))
    }
    guard ends.isEmpty else { return nil }
    return Finding(
      expected: "a terminal event", seen: "none; the agent returned",
      at: .event(entries.count + 1))
  }

  /// What is published after the end.
  ///
  /// - Parameter afterReturn: whether to look for what the agent left behind, which rule 202 is
  ///   about, or for what it published itself since it ended its trace too early, which rule 203 is.
  func straggler(afterReturn: Bool) -> Finding? {
    guard let end = ends.first,
      let place = entries.indices.dropFirst(end + 1).first(where: {
        !entries[$0].payload.isTerminal && entries[$0].isAfterReturn == afterReturn
      })
    else { return nil }
    let time = afterReturn ? "after the agent had ended" : "while the agent still ran"
    return Finding(
      expected: afterReturn
        ? "nothing after \(line(entries[end].payload))"
        : "\(line(entries[end].payload)) after everything else that the agent publishes",
      seen: "\(line(entries[place].payload)) behind it, \(time)", at: .event(place + 1))
  }

  /// A run that throws has one terminal event, which says that it failed.
  var untoldFailure: Finding? {
    guard case .threw(let error, let message, _) = ending, !isCancelled else { return nil }
    let told = message.map { " with the message \(String(reflecting: $0))" } ?? ""
    return wrongEnd("one failed terminal event\(told), since the agent threw \(error)") {
      guard case .failed(let told) = $0 else { return false }
      return message == nil || told == message
    }
  }

  /// A run that throws when it is cancelled has one terminal event, which says that.
  ///
  /// What it throws does not matter. One that is not cancelled has no such event.
  var untoldCancellation: Finding? {
    if isCancelled, case .threw(let error, _, _) = ending {
      return wrongEnd(
        "one cancelled terminal event, since the agent was cancelled and threw \(error)",
        isCancellation)
    }
    guard cancellation == nil,
      let place = ends.first(where: { isCancellation(entries[$0].payload) })
    else { return nil }
    return Finding(
      expected: "another end, since the agent was not cancelled",
      seen: line(entries[place].payload), at: .event(place + 1))
  }

  /// Whether the agent threw in a cancelled task, and had not told of a failure before it was.
  private var isCancelled: Bool {
    guard case .threw(_, _, isCancelled: true) = ending, let cancellation else { return false }
    return ends.first ?? .max >= cancellation || hasAnswered
  }

  /// Whether the first terminal event says that all went well.
  private var hasAnswered: Bool {
    guard let first = ends.first, case .complete = entries[first].payload else { return false }
    return true
  }

  private func isCancellation(_ payload: StreamEvent.Payload) -> Bool {
    if case .cancelled = payload { true } else { false }
  }

  /// The first terminal event if it is not as it has to be, or the second one.
  private func wrongEnd(
    _ expected: String, _ isRight: (StreamEvent.Payload) -> Bool
  ) -> Finding? {
    guard let first = ends.first else {
      return Finding(
        expected: expected, seen: "no terminal event", at: .event(entries.count + 1))
    }
    guard isRight(entries[first].payload) else {
      return Finding(
        expected: expected, seen: line(entries[first].payload), at: .event(first + 1))
    }
    guard ends.count > 1 else { return nil }
    return Finding(
      expected: expected, seen: "another one, \(line(entries[ends[1]].payload))",
      at: .event(ends[1] + 1))
  }
}
