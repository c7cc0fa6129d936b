import GoldenTranscripts
import StatusStreaming

/// What is judged of reading.
extension BufferJudgement {
  mutating func judgeReading(_ place: Int, _ call: BufferCall, in life: BufferLife) {
    guard case .read(let cursor, let limit) = call.operation else { return }
    let isResume = isResumable && cursor > 0 && !readers.contains(call.caller)
    if cursor == 0 { readers.insert(call.caller) }
    let least = life.least(at: place)
    if call.events?.isEmpty ?? true, mayLackRoom(for: life, at: call) { return }
    guard let events = call.events else {
      guard call.error != nil, call.caller != BufferRecording.quitter, cursor <= least else {
        return
      }
      return note(isResume ? 501 : 102, place, expected: "an answer, since the trace is there")
    }
    if cursor > life.most(at: call), isResumable {
      return note(501, place, expected: "an error, since the newest number is \(least) at most")
    }
    if events.isEmpty, limit > 0, least > cursor {
      let isOver = life.endings.contains { $0.call.callsBefore <= place }
      let other = removalOfAnother(than: life, before: place)
      let isFirst = cursor == 0 && isOver && other == nil
      let cause = other.map { "; call \($0 + 1) has removed another trace" } ?? ""
      return note(
        isResume ? 501 : isFirst ? 205 : 102, place,
        expected: "what follows #\(cursor), of which the newest is #\(least)\(cause)")
    }
    if events.count > max(limit, 0) {
      return note(isResume ? 501 : 103, place, expected: "no more than \(limit) events")
    }
    judge(events, after: cursor, place, call, in: life, isResume: isResume)
  }

  /// The last call before another that has removed a trace while this one was held.
  private func removalOfAnother(than life: BufferLife, before place: Int) -> Int? {
    recording.calls.indices.prefix(place).last { index in
      let call = recording.calls[index]
      guard case .remove = call.operation, call.trace != life.trace else { return false }
      return index > life.opening.place
    }
  }

  private mutating func judge(
    _ events: [SeenEvent], after cursor: Int, _ place: Int, _ call: BufferCall, in life: BufferLife,
    isResume: Bool
  ) {
    var position = cursor
    var hasEnded = false
    var updates = 0
    for (index, event) in events.enumerated() {
      let number = event.event.sequence?.rawValue
      func seen() -> String { "\(event), event \(index + 1) of \(call)" }
      if hasEnded { return note(202, place, expected: "nothing after the end", seen: seen()) }
      if let trace = event.event.trace, trace != life.trace {
        return note(401, place, expected: "events of \(life.trace) alone", seen: seen())
      }
      if event.event.epoch != recording.epoch {
        return note(
          505, place, expected: "events of the buffer's own epoch", seen: seen())
      }
      if case .gap(let lost) = event.event.content {
        guard judgeGap(of: lost, number, at: index, after: cursor, place, call, in: life) else {
          return
        }
        position = position.advancedClamped(by: lost)
        continue
      }
      position += 1
      if number != position {
        // What comes with its own number, if too early, is no fault of numbering.
        if let number, number > position, number <= life.log.count,
          event.unnumbered == life.log[number - 1], let lost = life.log[position - 1]
        {
          let isLater = events[index...].contains { $0.event.sequence?.rawValue == position }
          return note(
            isLater ? 101 : 102, place, expected: "\(lost) as number \(position)", seen: seen())
        }
        return note(105, place, expected: "number \(position)", seen: seen())
      }
      let written = position <= life.log.count ? life.log[position - 1] : nil
      let next = index + 1 < events.count ? events[index + 1] : nil
      if event.unnumbered != written,
        let rule = isAltered(event, from: written, before: next, at: position, in: life)
          ? 104 : rule(for: event, at: position, in: life, isResume: isResume, call)
      {
        return note(
          rule, place,
          expected: written.map { "\($0) as number \(position)" }
            ?? "nothing as number \(position)", seen: seen())
      }
      hasEnded = event.isEnd
      if event.isUpdate { updates += 1 }
    }
    let least = life.least(at: place)
    if case .read(_, let limit) = call.operation, events.count < limit, position < least {
      return note(
        isResume ? 501 : 102, place,
        expected: "what follows up to #\(least), since the read asks for more events",
        seen: "\(events.count) events, up to #\(position)")
    }
    if let capacity, cursor == 0, updates > capacity {
      note(
        601, place, expected: "at most \(capacity) updates, the capacity that was declared",
        seen: "\(updates) updates of \(life.log.count)")
    }
  }

  /// Whether an event was altered where it is, also if it says now what another one says: Swift calls
  /// it equal to what was written, or would but for what is empty and what is missing, or what follows
  /// it is in its own place.
  private func isAltered(
    _ event: SeenEvent, from written: SeenEvent?, before next: SeenEvent?, at position: Int,
    in life: BufferLife
  ) -> Bool {
    guard let written, case .update(let one) = event.event.content,
      case .update(let other) = written.event.content
    else { return false }
    if one.filled == other.filled { return true }
    guard let next, next.isUpdate, position < life.log.count else { return false }
    return next.unnumbered == life.log[position]
  }

  /// Judges a gap.
  ///
  /// - Returns: whether all is well with it.
  private mutating func judgeGap(
    of lost: Int, _ number: Int?, at index: Int, after cursor: Int, _ place: Int,
    _ call: BufferCall, in life: BufferLife
  ) -> Bool {
    func seen() -> String { "a gap of \(lost), event \(index + 1) of \(call)" }
    guard index == 0, lost > 0 else {
      note(
        index == 0 ? 105 : 602, place,
        expected: index == 0 ? "a gap of at least 1" : "a gap at the beginning alone", seen: seen())
      return false
    }
    guard let capacity else {
      note(102, place, expected: "no gap, since no capacity is declared", seen: seen())
      return false
    }
    // A log may let go of segments. One in which the end takes a place keeps one update less.
    let kept = max((capacity + 1) / 2 - (life.mayHaveEnded(before: call) ? 1 : 0), 0)
    let droppable = life.most(at: call) - kept - cursor
    guard lost <= droppable else {
      note(602, place, expected: "a gap of at most \(max(droppable, 0))", seen: seen())
      return false
    }
    guard number == cursor + lost else {
      note(
        105, place, expected: "the number \(cursor + lost) for the gap, the last that it replaces",
        seen: "number \(number ?? 0) for \(seen())")
      return false
    }
    return true
  }

  /// What is broken by an event that is not the one with its number; `nil` if it may be the content of
  /// a call that has not returned.
  private func rule(
    for event: SeenEvent, at number: Int, in life: BufferLife, isResume: Bool, _ call: BufferCall
  ) -> Int? {
    let content = event.unnumbered
    let pending = life.calls.contains {
      $0.call.number == nil && $0.call.content == content && $0.place < call.callsBefore
        && ($0.call.answer == nil || life.removal != nil)
    }
    if pending { return nil }
    if event.isEnd {
      guard let end = life.endings.first(where: { $0.call.number != nil }) else {
        return 104
      }
      guard end.call.content == content else {
        return switch end.call.content?.event.content {
        case .failed: 204
        case .cancelled: 207
        default: 104
        }
      }
      return 203
    }
    let isKnown = life.log.contains { $0 == content }
    if !isKnown {
      let isForeign = recording.calls.contains { $0.trace != life.trace && $0.content == content }
      return isForeign ? 401 : 104
    }
    if isResume { return 501 }
    let place = life.log.firstIndex { $0 == content }.map { $0 + 1 } ?? number
    return place < number ? 103 : 102
  }
}

extension ObservedEvent.Update {
  /// The same with what is empty for what is missing.
  fileprivate var filled: Self {
    var update = self
    update.message = message ?? ""
    update.roadmap = roadmap ?? .steps([])
    return update
  }
}
