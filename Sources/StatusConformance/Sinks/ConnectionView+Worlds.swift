import GoldenTranscripts
import StatusStreaming

extension ConnectionView {
  /// How many events waited within the sink when nothing had been accepted for long, as far as they
  /// arrived later.
  var held: Int? {
    guard let backlog else { return nil }
    var arrived: [SeenEvent: Int] = [:]
    for event in seen { arrived[event, default: 0] += 1 }
    let sent = calls.flatMap(\.accepted).compactMap(seenEvent)
    let count = sent.prefix(backlog.accepted).count { event in
      guard let count = arrived[event], count > 0 else { return false }
      arrived[event] = count - 1
      return true
    }
    return count - backlog.seen
  }

  /// An event that arrives as it was sent, but with another time.
  var wrongTime: Finding? {
    guard observes.contains(.times) else { return nil }
    var times: [SeenEvent: Set<Int>] = [:]
    for event in calls.flatMap(\.offered) {
      guard let seenEvent = seenEvent(event), let time = observes.observed(event)?.milliseconds
      else { continue }
      times[seenEvent, default: []].insert(time)
    }
    let events = readings.compactMap { reading -> ObservedEvent? in
      guard case .event(let event) = reading.observation else { return nil }
      return event.projected(onto: observes)
    }
    for (place, event) in events.enumerated() {
      var timeless = event
      timeless.milliseconds = nil
      guard let time = event.milliseconds, let sent = times[SeenEvent(timeless)],
        !sent.contains(time)
      else { continue }
      let expected = sent.sorted().map { "\($0) ms" }.joined(separator: " or ")
      return Finding(
        expected: "\(SeenEvent(timeless)) at \(expected)",
        seen: "\(SeenEvent(timeless)) at \(time) ms",
        at: .event(place + 1))
    }
    return nil
  }

  /// A write by a second call of `close()`.
  var writeAfterClose: Finding? {
    guard let closed = calls.firstIndex(where: { $0.kind == .close && $0.outcome == .returned })
    else { return nil }
    let number = writes.firstIndex { $0.calls > closed + 1 && !$0.range.isEmpty }
    return number.map { number in
      Finding(
        expected: "nothing to be written once close() has returned",
        seen: "\(quoted(writes[number].range)), by another close()", at: place(number))
    }
  }

  /// A heartbeat at which nothing was written, neither by it nor for some time before.
  ///
  /// It may be left out where something was written a moment ago, and show itself as whatever had
  /// been waiting to be written.
  func lackOfHeartbeats(within moment: Duration) -> Finding? {
    let beats = calls.indices.filter {
      calls[$0].kind == .heartbeat && calls[$0].outcome == .returned
    }
    let late = lateHeartbeats
    let number = beats.first { number in
      if late.contains(number) { return false }
      let began = calls[number].began
      // What is young has not been silent for long.
      if began - made < moment { return false }
      // A queue's writer may be busy with what is asked for next.
      let soon = began + moment / 15
      return !writes.contains { write in
        guard let ended = write.ended else { return write.began <= began }
        return !write.range.isEmpty && ended >= began - moment
          && (write.calls <= number + 1 || write.began <= soon)
      }
    }
    return number.map { number in
      let count = readings.count { reading in
        guard case .heartbeat = reading.observation else { return false }
        // What an opening looks like is no heartbeat before one was asked for.
        return writes[reading.write].calls > beats[0]
      }
      return Finding(
        expected: """
          heartbeat() to write something, since nothing was written for \(moment.text), nor was the \
          sink made
          """,
        seen: observes.contains(.heartbeats)
          ? "no write; of \(beats.count) heartbeats \(count) on the wire" : "no write",
        at: .call(number + 1))
    }
  }
}
