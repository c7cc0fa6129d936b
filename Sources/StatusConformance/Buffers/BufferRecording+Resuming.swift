import GoldenTranscripts
import StatusStreaming

/// What is judged of reading after a number.
extension BufferRecording {
  /// A read that did not give what follows its number.
  var wrongContinuation: Finding? {
    for (index, call) in calls.enumerated() {
      guard case .read(let cursor, let limit) = call.operation, hasUsableNumbers(call.trace) else {
        continue
      }
      let written = appends(to: call.trace).compactMap(\.content)
      guard cursor <= written.count else {
        if call.error != nil { continue }
        return Finding(
          expected: "an error, since the newest number is \(written.count)",
          seen: "\(call): \(call.ending)", at: .call(index + 1))
      }
      let expected = written.dropFirst(cursor).prefix(limit)
      var seen = (call.events ?? []).map(\.unnumbered)
      // More than was asked for is wrong with one trace as well, which is judged there.
      if plan == .resumeAmongTraces { seen = Array(seen.prefix(limit)) }
      if call.events != nil, seen.elementsEqual(expected) { continue }
      return Finding(
        expected: "\(call): \(Self.list(expected))", seen: call.ending, at: .call(index + 1))
    }
    return nil
  }

  /// A cursor of another history that was taken, or an event that does not say of which it is.
  var mistakenHistory: Finding? {
    let own = epoch.map { "the epoch \($0)" } ?? "no epoch"
    for (index, call) in calls.enumerated() {
      if case .readElsewhere = call.operation, call.error == nil {
        return Finding(
          expected: "an error, since the buffer has \(own)", seen: "\(call): \(call.ending)",
          at: .call(index + 1))
      }
      if let event = call.events?.first(where: { $0.event.epoch != epoch }) {
        return Finding(
          expected: "events of \(own), which the buffer has", seen: "\(event)",
          at: .call(index + 1))
      }
    }
    return nil
  }

  private static func list(_ seenEvents: some Sequence<SeenEvent>) -> String {
    let texts = seenEvents.map { "\($0)" }
    return texts.isEmpty ? "nothing" : texts.joined(separator: ", ")
  }
}

/// What is judged where more was written than is kept.
extension BufferRecording {
  func overflow(against rule: ConformanceRule, capacity: Int) -> Finding? {
    switch rule.id {
    case 201: lostEnd
    case 601: excess(over: capacity)
    case 602: firstRead.flatMap(silentLoss)
    default: nil
    }
  }

  /// A read that gives more than it was asked for, a gap being one of the events.
  var tooMuch: Finding? {
    for (index, call) in calls.enumerated() {
      guard case .read(_, let limit) = call.operation, let events = call.events,
        events.count > limit
      else { continue }
      return Finding(
        expected: "\(call): no more than \(limit), a gap among them",
        seen: "\(events.count) events: \(call.ending)", at: .call(index + 1))
    }
    return nil
  }

  /// A gap that is missing or wrong, after a number whose successors are gone.
  var wrongExpiry: Finding? {
    guard let trace = traces.first, hasUsableNumbers(trace), let first = firstRead,
      // Where even the first look shows no right gap, that is what is wrong, and rule 602 says so.
      silentLoss(first) == nil
    else { return nil }
    for index in calls.indices.dropFirst(first + 1) {
      guard case .read = calls[index].operation else { continue }
      if let finding = silentLoss(index) { return finding }
    }
    return nil
  }

  /// The read after nothing, whether it was answered or not.
  private var firstRead: Int? {
    calls.indices.first { if case .read = calls[$0].operation { true } else { false } }
  }

  private var lostEnd: Finding? {
    guard let finish = calls.firstIndex(where: \.isFinish) else { return nil }
    if seen(by: "viewer 2").contains(where: \.isEnd) { return nil }
    return Finding(
      expected: "the terminal event, which a full trace has to accept",
      seen: "none; \(calls[finish]): \(calls[finish].ending)", at: .call(finish + 1))
  }

  private func excess(over capacity: Int) -> Finding? {
    let updates = seen(by: "viewer 1").filter(\.isUpdate)
    guard updates.count > capacity else { return nil }
    return Finding(
      expected: "at most \(capacity) updates, the capacity that was declared",
      seen: "\(updates.count) updates of \(calls.filter(\.isAppend).count) that were appended")
  }

  /// What a read passes over without a gap that counts it.
  private func silentLoss(_ index: Int) -> Finding? {
    let call = calls[index]
    guard case .read(let cursor, let limit) = call.operation else { return nil }
    let kept = appends(to: call.trace).filter { $0.number != nil }.compactMap(\.content)
    func finding(_ expected: String, _ seen: String) -> Finding {
      Finding(expected: "\(call): \(expected)", seen: seen, at: .call(index + 1))
    }
    guard let events = call.events else { return finding("an answer", call.ending) }
    var position = cursor
    for (place, event) in events.enumerated() {
      switch event.event.content {
      case .gap(let lost):
        guard place == 0 else { return finding("a gap at the beginning alone", call.ending) }
        guard lost > 0 else { return finding("a gap of at least 1", call.ending) }
        position = position.advancedClamped(by: lost)
      case .update:
        guard let found = kept.firstIndex(of: event.unnumbered) else {
          return finding("updates that were appended", "\(event)")
        }
        if found != position {
          let lost = found - cursor
          let wanted = lost > 0 && place < 2 ? "a gap of \(lost)" : "update \(position + 1)"
          return finding("\(wanted) before \(event)", call.ending)
        }
        position += 1
      case .complete, .failed, .cancelled: break
      }
    }
    if events.count < limit, position < kept.count {
      return finding("everything up to number \(kept.count)", call.ending)
    }
    return nil
  }
}
