import GoldenTranscripts
import StatusStreaming

extension ConnectionView {
  /// A write that began before the one before it had ended.
  var overlap: Finding? {
    writes.firstIndex(where: \.isOverlapping).map { number in
      Finding(
        expected: "write \(number + 1) to begin after the write before it has ended",
        seen: "it begins while that is in progress", at: place(number))
    }
  }

  /// What was seen of a connection that was lost, if it is not the beginning of what was sent.
  var departureFromPrefix: Finding? {
    if let unreadable { return unreadable }
    let viewerHistory = viewerHistory(isCut: true)
    for rule in ConformanceRule.sink where [101, 103, 104, 106].contains(rule.id) {
      if let finding = viewerHistory.finding(against: rule) { return finding }
    }
    return nil
  }

  /// What was seen after a cancellation, if it is not the beginning of what was sent, or less than
  /// was accepted by calls that returned.
  var lossByCancellation: Finding? {
    // Without a cancellation, or with bytes that were wrong before it, it is another matter.
    guard let cancelled, cancelled < failure?.write ?? .max else { return nil }
    guard calls.allSatisfy({ $0.outcome == .returned }) else { return departureFromPrefix }
    let accepted = calls.flatMap(\.accepted).compactMap(seenEvent).filter(\.isUpdate)
    let count = seen.count(where: \.isUpdate)
    guard count < accepted.count else { return departureFromPrefix }
    return Finding(
      expected: "\(accepted[count]), since its send(_:) returned and so did close()",
      seen: failure.map { "bytes that can't be read: \($0.reason)" } ?? "the end",
      at: .event(count + 1))
  }

  /// A broken writer that nobody is told of.
  var silence: Finding? {
    guard let broken = writes.firstIndex(where: { $0.outcome == .threw }) else { return nil }
    if calls.allSatisfy({ $0.outcome == .returned }) {
      return Finding(
        expected: "a call to throw, close() at the latest, since write \(broken + 1) threw",
        seen: "all \(calls.count) calls return as if nothing had happened",
        at: .call(calls.count))
    }
    return writes.firstIndex(where: \.isAfterFailure).map { late in
      Finding(
        expected: "no write after write \(broken + 1), which threw",
        seen: "write \(late + 1), of \(writes[late].size) bytes", at: .call(writes[late].calls))
    }
  }

  /// A call that goes on although it was cancelled.
  var delay: Finding? {
    if isStuck {
      let number = calls.firstIndex { $0.outcome == .running } ?? calls.count - 1
      return Finding(
        expected: "\(calls[number].kind) to return or throw, since its task is cancelled",
        seen: "it goes on for as long as the connection stalls", at: .call(number + 1))
    }
    return writes.firstIndex(where: \.isAfterFailure).map { number in
      Finding(
        expected: "no further write once the stalled one has thrown for the cancellation",
        seen: "write \(number + 1), of \(writes[number].size) bytes",
        at: .call(writes[number].calls))
    }
  }

  /// The calls for a heartbeat after the terminal event, of each trace that the sink has begun with.
  var lateHeartbeats: [Int] {
    var begun: Set<TraceID> = []
    var ended: Set<TraceID> = []
    return calls.indices.filter { number in
      begun.formUnion(calls[number].accepted.map(\.trace))
      ended.formUnion(calls[number].offered.filter(\.payload.isTerminal).map(\.trace))
      return calls[number].kind == .heartbeat && !ended.isEmpty && begun.isSubset(of: ended)
    }
  }

  /// A heartbeat after the terminal event that is answered with an error.
  var refusedHeartbeat: Finding? {
    lateHeartbeats.lazy.compactMap { number in
      guard case .threw(let error) = calls[number].outcome else { return nil }
      return Finding(
        expected: "heartbeat() to return after the terminal event", seen: "it threw \(error)",
        at: .call(number + 1))
    }.first
  }

  /// A heartbeat that was written for a trace that had ended.
  ///
  /// Where ends are shown, the viewer sees it behind the end.
  var lateHeartbeat: Finding? {
    if observes.contains(.ends) { return nil }
    let beats = lateHeartbeats
    guard let lastReading = readings.lastIndex(where: \.observation.isEvent),
      readings.count(where: \.observation.isEvent) == expected.count
    else { return nil }
    let write = writes.indices.first { number in
      beats.contains(writes[number].calls - 1) && number > readings[lastReading].write
    }
    return write.map { number in
      Finding(
        expected: "nothing for a heartbeat after the terminal event",
        seen: quoted(writes[number].range), at: place(number))
    }
  }

  /// What of an update above the limit was taken.
  func partOfOversize(limit: Int) -> Finding? {
    let number = calls.firstIndex { call in
      if case .send(let event) = call.kind { event.sequence.rawValue == 1_000 } else { false }
    }
    guard let number else { return nil }
    if let write = writes.first(where: { $0.calls == number + 1 && $0.size > 0 }) {
      return Finding(
        expected: "nothing of an update with more than \(limit) bytes to be written",
        seen: "a write of \(write.size) bytes", at: .call(number + 1))
    }
    guard case .threw = calls[number].outcome else {
      return Finding(
        expected: "send(_:) to throw at an update with more than \(limit) bytes",
        seen: "it returned", at: .call(number + 1))
    }
    var rest = self
    rest.events.removeAll { $0.sequence.rawValue == 1_000 }
    rest.calls[number].outcome = .returned
    return rest.deviation
  }
}

extension Observation {
  /// Whether it is an event.
  var isEvent: Bool {
    if case .event = self { true } else { false }
  }
}
