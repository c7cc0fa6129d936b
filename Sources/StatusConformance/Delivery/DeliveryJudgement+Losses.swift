import StatusStreaming

extension DeliveryJudgement {
  /// The updates of the trace, in order.
  private var updates: [SeenEvent] {
    recording.expected.filter(\.isUpdate).map(\.unnumbered)
  }

  /// A gap that is missing or wrong, as far as what arrived tells.
  var hiddenOverflow: Finding? {
    wrongGap(after: viewer.cursor.rawValue)
  }

  /// A resume whose first event does not say what is gone.
  var hiddenExpiry: Finding? {
    guard let first = arrivals.first else {
      return Finding(expected: "a gap first", seen: "nothing; \(ending)", at: .event(1))
    }
    guard case .gap = first.payload else {
      return Finding(
        expected: """
          a gap first, since the buffer no longer has what follows #\(viewer.cursor), the last \
          that the viewer has
          """, seen: "\(SeenEvent(first))", at: .event(1))
    }
    return wrongGap(after: viewer.cursor.rawValue)
  }

  /// The first update that does not follow the one before it, or a gap of the right length.
  private func wrongGap(after start: Int) -> Finding? {
    let updates = updates
    var position = min(start, updates.count)
    var lost = 0
    for (index, event) in arrivals.enumerated() {
      let place: Int
      switch event.payload {
      case .gap(let count):
        lost = lost.advancedClamped(by: count)
        continue
      case .complete, .failed, .cancelled: place = updates.count
      case .update:
        let seenEvent = SeenEvent(event).unnumbered
        guard let found = updates[position...].firstIndex(of: seenEvent) else { continue }
        // Of two equal updates side by side the one that fits is meant.
        place =
          updates[found...].prefix { $0 == seenEvent }.indices
          .first { $0 == position.advancedClamped(by: lost) } ?? found
      }
      guard place == position.advancedClamped(by: lost) else {
        let gap = lost != 0 ? "a gap of \(lost)" : "no gap"
        return Finding(
          expected: "a gap of \(place - position) between #\(position) and #\(place + 1)",
          seen: "\(gap) before \(SeenEvent(event))", at: .event(index + 1))
      }
      lost = 0
      position = place + 1
      if place == updates.count { return nil }
    }
    return nil
  }

  /// Events that were kept for a stalled viewer after the buffer had dropped them.
  ///
  /// What is in hand when a write stalls is what one look at the buffer gave.
  ///
  /// - Parameter readAhead: how many more may have been read ahead.
  func hoarding(beyond readAhead: Int) -> Finding? {
    let capacity = recording.capacity
    let limit = capacity + readAhead
    let calls = viewer.calls
    // No more can have been kept than were dropped.
    for (index, call) in calls.enumerated() where call.publishedCount - capacity > limit {
      let dropped = call.publishedCount - capacity
      let kept = calls[(index + 1)...].flatMap(\.arrivals).filter { event in
        guard case .update = event.payload else { return false }
        return event.sequence.rawValue <= dropped
      }
      guard kept.count > limit else { continue }
      return Finding(
        expected: """
          no more than \(limit) events in hand behind \(call), which the viewer accepted at \
          \(call.ended?.text ?? "some time"); the buffer keeps \(capacity)
          """,
        seen: """
          \(kept.count) sent later that the buffer had dropped by then, the first \
          \(SeenEvent(kept[0]))
          """,
        at: .call(index + 1))
    }
    return nil
  }

  /// Two updates that the viewers saw in different orders.
  var otherOrder: Finding? {
    guard recording.viewers.count > 1 else { return nil }
    let orders = recording.viewers.map { viewer in
      DeliveryJudgement(recording: recording, viewer: viewer).arrivals
        .map { SeenEvent($0).unnumbered }.filter(\.isUpdate)
    }
    guard let place = Alignment(expected: orders[0], seen: orders[1]).misplaced else { return nil }
    return Finding(
      expected: "both viewers to see one order",
      seen: "\(orders[1][place]) after \(orders[1][place - 1]) at viewer 2 alone",
      at: .event(place + 1))
  }

  /// What the other viewer misses although only one has failed.
  var disturbance: Finding? {
    if recording.plan == .brokenCrowd {
      guard var finding = incompleteness(of: [102, 201]) else { return nil }
      finding.expected = "viewer \(recording.viewers.count) to get \(finding.expected)"
      finding.seen += ", after \(recording.viewers.count - 1) viewers had failed"
      return finding
    }
    guard let broken = recording.brokenViewer, recording.viewers.count > 1 else { return nil }
    let judgement = DeliveryJudgement(
      recording: recording, viewer: recording.viewers[1 - broken])
    guard var finding = judgement.incompleteness(of: [102, 201]) else { return nil }
    finding.expected = "viewer \(2 - broken) to get \(finding.expected)"
    let cause =
      switch (recording.plan, recording.viewers[broken].isCancelled) {
      case (.heldUp, _):
        "the sink of viewer \(broken + 1) accepted nothing for \(SinkBehavior.longStall)"
      case (_, true): "the connection of viewer \(broken + 1) was cancelled"
      case (_, false): "the sink of viewer \(broken + 1) was broken"
      }
    finding.seen += ", while \(cause)"
    return finding
  }
}
