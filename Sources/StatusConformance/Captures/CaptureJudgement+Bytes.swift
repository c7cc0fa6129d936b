import GoldenTranscripts
import StatusStreaming

extension CaptureJudgement {
  /// On traces, numbers to resume after, and histories.
  func opinionOnPlaces(by rule: ConformanceRule) -> Opinion {
    switch rule.id {
    case 401:
      let traces = Set((view.events + surroundings.events).map(\.trace))
      guard traces.count > 1 else {
        return .unjudged(events == nil ? "needs --events" : "the events are of one trace")
      }
      return .judged(mixing)
    case 501:
      guard cursor != .zero else { return .unjudged("the client was a fresh one") }
      guard reading.observes.contains(.numbers) else {
        return .unjudged("the format shows no numbers")
      }
      return .judged(knownEvent)
    case 503:
      guard reading.format == .eventStream else { return .unjudged("needs .eventStream") }
      return .judged(UnreadableBytes.orphanID(in: view.bytes).map(Finding.init(orphanID:)))
    default:
      guard reading.observes.contains(.numbers) else {
        return .unjudged("the format shows no numbers")
      }
      return .judged(changedHistory)
    }
  }

  /// An event that the client has had already.
  var knownEvent: Finding? {
    guard cursor != .zero else { return nil }
    let seen = reading.events
    return seen.firstIndex { $0.event.sequence.map { $0 <= cursor.number } ?? false }
      .map { place in
        Finding(
          expected: "numbers above \(cursor.number)", seen: "\(seen[place])",
          at: .event(place + 1))
      }
  }

  /// An event of another history than the first one, or than the client came with.
  private var changedHistory: Finding? {
    let seen = reading.events
    guard let first = seen.first?.event else { return nil }
    let epoch = cursor == .zero ? first.epoch : cursor.epoch
    return seen.firstIndex { $0.event.epoch != epoch }.map { place in
      Finding(
        expected: epoch.map { "an event of the history \($0)" } ?? "an event of no named history",
        seen: "\(seen[place])", at: .event(place + 1))
    }
  }

  /// On what is on the wire.
  func opinionOnBytes(by rule: ConformanceRule) -> Opinion {
    switch rule.id {
    case 703: return opinionOnTexts("no text has a line break") { $0 == 0x0A || $0 == 0x0D }
    case 705:
      return opinionOnTexts("no text has an unusual separator") {
        [0x85, 0x2028, 0x2029].contains($0)
      }
    case 704:
      return reading.format == .eventStream
        ? .judged(view.nulInID) : .unjudged("needs .eventStream")
    case 706:
      if reading.format == .webSocket { return .judged(nil) }
      var lines = view
      if !hasAllBytes {
        // The end of the capture may cut a character.
        let last = view.bytes.lastIndex { $0 == 0x0A || $0 == 0x0D }
        lines.bytes = Array(view.bytes.prefix((last ?? -1) + 1))
      }
      return .judged(lines.invalidByte)
    case 708:
      return reading.format == .terminal
        ? .judged(view.activeCharacter { _ in true }) : .unjudged("needs .terminal")
    case 709:
      guard [.terminal, .lines].contains(reading.format) else { return .unjudged("needs .lines") }
      // A second line of an update can't be read as one.
      return reading.failure == nil ? .judged(nil) : .unjudged("what can't be read has no lines")
    default:
      return reading.format == .webSocket ? .judged(nil) : .unjudged("needs .webSocket")
    }
  }

  /// On texts with characters of some kind, which have arrived if nothing differs.
  private func opinionOnTexts(_ absence: String, where isOfKind: (UInt32) -> Bool) -> Opinion {
    guard events != nil else { return .unjudged("needs --events") }
    if reading.failure != nil || isDifferent {
      return .unjudged("what arrived is not what was published")
    }
    let hasAny = reading.events.contains { seenEvent in
      seenEvent.event.content.strings.contains { text in
        text.unicodeScalars.contains { isOfKind($0.value) }
      }
    }
    return hasAny ? .judged(nil) : .unjudged(absence)
  }
}

extension ObservedEvent.Content {
  /// The texts that formats have to protect.
  fileprivate var strings: [String] {
    switch self {
    case .update(let update):
      var strings = [update.message ?? ""]
      if case .steps(let steps) = update.roadmap {
        strings += steps.flatMap { [$0.name, $0.description] }
      }
      return strings
    case .gap, .complete(nil): return []
    case .complete(let answer?): return [answer.text]
    case .failed(let message): return [message]
    case .cancelled(let reason): return [reason]
    }
  }
}
