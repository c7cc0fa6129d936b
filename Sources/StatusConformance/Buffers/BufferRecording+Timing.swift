import GoldenTranscripts
import StatusStreaming

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
