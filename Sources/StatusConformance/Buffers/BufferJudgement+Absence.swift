import StatusStreaming

/// What is judged of traces that are not there.
extension BufferJudgement {
  /// Judges reads of traces that were removed, and openings of ids that nobody has.
  ///
  /// - Parameter hasRoom: whether there can be any number of traces.
  mutating func judgeAbsence(hasRoom: Bool) {
    var changes: [TraceID: [(place: Int, call: BufferCall)]] = [:]
    for (place, call) in recording.calls.enumerated()
    where call.operation == .open || call.operation == .remove {
      changes[call.trace, default: []].append((place, call))
    }
    for (place, call) in recording.calls.enumerated() {
      guard let changes = changes[call.trace] else { continue }
      switch call.operation {
      case .read:
        guard let events = call.events, let first = events.first,
          let removal = changes.last(where: { $0.call.operation == .remove && $0.place < place }),
          !mayBeThere(place, call, changes)
        else { continue }
        note(
          104, place, expected: "nothing, since \(removal.call)", seen: "\(first), given to \(call)"
        )
      case .open:
        // What a task does that is cancelled may be refused.
        guard hasRoom, call.error != nil, !call.isOfCancelledTask, !mayBeThere(place, call, changes)
        else { continue }
        note(102, place, expected: "the trace to be opened, since nothing has its id")
      default: continue
      }
    }
  }

  /// Whether a trace may be there for a call: one that was opened before the call ended, and is not
  /// known to have been removed between.
  private func mayBeThere(
    _ place: Int, _ call: BufferCall, _ changes: [(place: Int, call: BufferCall)]
  ) -> Bool {
    changes.contains { opening in
      guard opening.call.operation == .open, opening.place != place,
        opening.place < call.callsBefore, opening.call.error == nil
      else { return false }
      return !changes.contains { removal in
        removal.call.operation == .remove && opening.call.callsBefore <= removal.place
          && removal.call.callsBefore <= place
      }
    }
  }
}
