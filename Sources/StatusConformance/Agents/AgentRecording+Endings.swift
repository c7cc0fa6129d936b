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
    if case .threw = ending { return nil }
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
    guard case .threw(let error, let message) = ending else { return nil }
    let told = message.map { " with the message \(String(reflecting: $0))" } ?? ""
    let expected = "one failed terminal event\(told), since the agent threw \(error)"
    guard let first = ends.first else {
      return Finding(
        expected: expected, seen: "no terminal event", at: .event(entries.count + 1))
    }
    guard isFailure(entries[first].payload, saying: message) else {
      return Finding(
        expected: expected, seen: line(entries[first].payload), at: .event(first + 1))
    }
    guard ends.count > 1 else { return nil }
    return Finding(
      expected: expected, seen: "another one, \(line(entries[ends[1]].payload))",
      at: .event(ends[1] + 1))
  }

  private func isFailure(_ payload: StreamEvent.Payload, saying message: String?) -> Bool {
    guard case .failed(let told) = payload else { return false }
    return message == nil || told == message
  }
}
