import GoldenTranscripts
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
      for rule in ConformanceRule.judgedByHistory {
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
  /// The rules by which the history of a whole trace is judged.
  fileprivate static let judgedByHistory = all.filter {
    [101, 102, 103, 104, 201, 203].contains($0.id)
  }
}

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
  private func own(_ trace: TraceID, by viewer: String) -> [SeenEvent] {
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
    var numbers: [SeenEvent: [Int]] = [:]
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

/// What is judged of the times of events.
extension BufferRecording {
  /// By how much times may be wrong, since some databases keep milliseconds.
  private static let resolution = Duration.milliseconds(1)

  /// An event whose time can't be that of its append, or that two viewers were given with two times.
  ///
  /// A buffer that does not stamp says zero everywhere.
  func wrongTime(in lives: [BufferLife]) -> Finding? {
    guard calls.contains(where: { $0.times.contains { $0 != .zero } }) else { return nil }
    for life in lives {
      if let finding = wrongTime(in: life) { return finding }
    }
    return nil
  }

  private func wrongTime(in life: BufferLife) -> Finding? {
    var writes: [Int: BufferCall] = [:]
    for (_, call) in life.calls {
      if let number = call.number { writes[number] = writes[number] ?? call }
    }
    var given: [Int: (time: Duration, reader: String)] = [:]
    for (place, call) in life.calls where life.surelyHolds(place, call) {
      for (event, time) in zip(call.events ?? [], call.times) {
        guard var number = event.event.sequence?.rawValue else { continue }
        // A gap has the time of the event after it.
        if case .gap = event.event.content { number = number.advancedClamped(by: 1) }
        func finding(_ expected: String) -> Finding {
          Finding(
            expected: expected, seen: "\(time.text), with \(event), which \(call.caller) was given",
            at: .call(place + 1))
        }
        if let write = writes[number], let window = window(of: write, in: life),
          time < window.lowerBound - Self.resolution || time > window.upperBound + Self.resolution
        {
          return finding(
            "from \(window.lowerBound.text) to \(window.upperBound.text), the time of the append of number "
              + "\(number) since the opening of \(life.trace)")
        }
        if let earlier = given[number], earlier.time != time {
          return finding("\(earlier.time.text), the time of number \(number) for \(earlier.reader)")
        }
        given[number] = given[number] ?? (time, call.caller)
      }
    }
    return nil
  }

  /// How long after the opening a call may have been made.
  private func window(of write: BufferCall, in life: BufferLife) -> ClosedRange<Duration>? {
    let opening = life.opening.call
    guard let opened = opening.ended, let written = write.ended else { return nil }
    let first = max(write.began - opened, .zero)
    return first...max(written - opening.began, first)
  }
}
