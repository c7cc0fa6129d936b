import StatusStreaming

/// What is judged of traces that have ended, and of ids that are used again.
extension BufferRecording {
  /// Writing to a trace that has ended, and was not refused or left something.
  var lateWriting: Finding? {
    for (index, call) in calls.enumerated() where call.caller == "a straggler" {
      guard call.error == nil else { continue }
      return Finding(
        expected: "an error, since the trace has ended", seen: "\(call): \(call.ending)",
        at: .call(index + 1))
    }
    let seen = seen(by: "viewer 1")
    guard let end = seen.firstIndex(where: \.isEnd), end + 1 < seen.count else {
      return nil
    }
    return Finding(
      expected: "nothing after \(seen[end])", seen: "\(seen[end + 1])",
      at: .event(end + 2))
  }

  /// What is missing, wrong or too much for a viewer of a trace that has ended.
  var lateViewing: Finding? {
    guard let trace = traces.first, hasUsableNumbers(trace) else { return nil }
    for viewer in viewers {
      for rule in ConformanceRule.account {
        if let finding = finding(by: viewer, of: trace, against: rule) { return finding }
      }
    }
    return nil
  }

  /// What is left of a first run where a second one has its id.
  var replay: Finding? {
    for (index, call) in calls.enumerated() {
      if call.caller == "an intruder", call.error == nil {
        return Finding(
          expected: "an error, since the trace is kept: two runs must not share an id",
          seen: "\(call): \(call.ending)", at: .call(index + 1))
      }
      guard let trace = traces.first, let events = call.events else { continue }
      let appends = appends(to: trace).filter { $0.caller == "the second run" }
      let second = Set(appends.compactMap(\.content))
      guard let old = events.first(where: { !second.contains($0.unnumbered) }) else {
        continue
      }
      return Finding(
        expected: "nothing of the first run, which was removed",
        seen: "\(old), given to \(call.caller)", at: .call(index + 1))
    }
    return nil
  }
}

extension ConformanceRule {
  /// The rules by which an account of a whole trace is judged.
  fileprivate static let account = all.filter { [101, 102, 103, 104, 201, 203].contains($0.id) }
}
