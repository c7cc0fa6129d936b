import GoldenTranscripts
import StatusStreaming

/// What is judged of numbers.
extension BufferRecording {
  /// An event or an append with a number that it can't have.
  var misnumbering: Finding? {
    for viewer in viewers {
      for trace in traces {
        if let finding = hole(in: trace, by: viewer) { return finding }
        // Where viewers disagree, which is for rule 107, one of them is right at most.
        if plan != .viewers, let finding = mismatch(in: trace, by: viewer) { return finding }
      }
    }
    return nil
  }

  /// The events of a trace that a viewer was given, as far as they are of the run that is judged.
  private func own(_ trace: TraceID, by viewer: String) -> [Sighting] {
    let contents = Set(judged(trace).compactMap(\.content))
    return seen(by: viewer).filter { event in
      event.event.trace == trace && (!event.isUpdate || contents.contains(event.unnumbered))
    }
  }

  /// The appends whose numbers are judged: where an id is used twice, those of the second run.
  private func judged(_ trace: TraceID) -> [BufferCall] {
    let appends = appends(to: trace)
    guard plan == .reuse else { return appends }
    return appends.filter { $0.caller == "the second run" }
  }

  private func hole(in trace: TraceID, by viewer: String) -> Finding? {
    var last = 0
    for (index, event) in own(trace, by: viewer).enumerated() {
      var step = 1
      if case .gap(let lost) = event.event.content {
        guard lost > 0 else {
          return Finding(
            expected: "a gap of at least 1", seen: "\(event), given to \(viewer)",
            at: .event(index + 1))
        }
        step = lost
      }
      let next = last.advancedClamped(by: step)
      if event.event.sequence?.rawValue != next {
        let before = index == 0 ? "as the first number" : "after number \(last)"
        return Finding(
          expected: "number \(next) \(before)", seen: "\(event), given to \(viewer)",
          at: .event(index + 1))
      }
      last = next
    }
    return nil
  }

  /// An append that returned another number than its event has.
  private func mismatch(in trace: TraceID, by viewer: String) -> Finding? {
    var numbers: [Sighting: [Int]] = [:]
    for event in own(trace, by: viewer) {
      numbers[event.unnumbered, default: []].append(event.event.sequence?.rawValue ?? 0)
    }
    for (index, call) in calls.enumerated() where call.trace == trace {
      guard call.isAppend, let content = call.content, let number = call.number,
        let own = numbers[content], !own.contains(number)
      else { continue }
      return Finding(
        expected: "the append to return the number of its event, \(own[0])",
        seen: "\(call), which returned \(number)", at: .call(index + 1))
    }
    return nil
  }
}
