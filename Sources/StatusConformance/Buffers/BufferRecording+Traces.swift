import GoldenTranscripts
import StatusStreaming

/// What is judged where there are several traces.
extension BufferRecording {
  /// - Parameter rule: one about order, loss and numbers, or rule 401.
  func mixing(against rule: ConformanceRule) -> Finding? {
    // What is missing here has arrived there, so mixing comes before loss.
    if let mixing { return rule.id == 401 ? mixing : nil }
    if rule.id == 105 { return misnumbering }
    for (viewer, trace) in zip(viewers, traces) {
      if let finding = finding(by: viewer, of: trace, against: rule) { return finding }
    }
    return nil
  }

  /// An event of one trace that was given as another's.
  private var mixing: Finding? {
    for (viewer, trace) in zip(viewers, traces) {
      let appends = calls.filter(\.isAppend)
      let own = Set(appends.filter { $0.trace == trace }.compactMap { $0.content?.event.content })
      let foreign = Set(appends.compactMap { $0.content?.event.content }).subtracting(own)
      for (index, event) in seen(by: viewer).enumerated()
      where event.event.trace != trace || foreign.contains(event.event.content) {
        return Finding(
          expected: "events of \(trace) alone, for its \(viewer)", seen: "\(event)",
          at: .event(index + 1))
      }
    }
    return nil
  }
}
