import GoldenTranscripts
import RunTimelines
import StatusStreaming

/// What is seen of an event, to the byte: strings that Swift calls equal may be spelled differently.
///
/// An answer's artifacts and metadata are in the order of their keys: a JSON object has none (RFC 8259,
/// section 4), and who writes through a dictionary can't keep one.
struct SeenEvent: Sendable, Hashable {
  let event: ObservedEvent
  private let texts: [UInt8]

  init(_ event: ObservedEvent) {
    var event = event
    if case .complete(var answer?) = event.content {
      answer.artifacts.sortByKeys()
      answer.metadata.sortByKeys()
      event.content = .complete(answer)
    }
    self.event = event
    texts = event.content.texts
  }

  /// What a viewer that is shown everything but the time sees of an event.
  init(_ event: StreamEvent) {
    var event = ObservedEvent(event)
    event.milliseconds = nil
    self.init(event)
  }

  /// The same without its number.
  var unnumbered: SeenEvent {
    if event.sequence == nil { return self }
    var event = event
    event.sequence = nil
    event.epoch = nil
    return SeenEvent(event: event, texts: texts)
  }

  /// By the bytes of its texts, since a string would be normalized first, and by what is no text.
  func hash(into hasher: inout Hasher) {
    unsafe texts.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    hasher.combine(event.trace)
    hasher.combine(event.sequence)
    hasher.combine(event.milliseconds)
    switch event.content {
    case .update(let update):
      hasher.combine(update.status)
      hasher.combine(update.stepID)
      hasher.combine(update.stepStatus)
    case .gap(let lost): hasher.combine(lost)
    case .complete, .failed, .cancelled: break
    }
  }

  private init(event: ObservedEvent, texts: [UInt8]) {
    self.event = event
    self.texts = texts
  }
}

extension JSONObject {
  fileprivate mutating func sortByKeys() {
    guard count > 1 else { return }
    self = JSONObject(
      sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) })
  }
}

extension SeenEvent: CustomStringConvertible {
  /// One line that a person can read.
  var description: String {
    let trace = event.trace.map { "\($0) " } ?? ""
    let number = event.sequence.map { "#\(Cursor($0, in: event.epoch)) " } ?? ""
    return "\(trace)\(number)\(event.content.line)"
  }
}

extension ObservedEvent.Content {
  /// What it says, with its texts quoted and escaped.
  var line: String { line { $0.quoted } }

  /// What it says, with its texts as they are: a picture shows what would do something by itself.
  var picturedLine: String { line { "\"\($0)\"" } }

  private func line(_ quoted: (String) -> String) -> String {
    switch self {
    case .gap(let lost): return "gap, \(lost) lost"
    case .complete(let answer): return answer.map { "complete \($0.line(quoted))" } ?? "complete"
    case .failed(let message): return "failed \(quoted(message))"
    case .cancelled(let reason): return "cancelled \(quoted(reason))"
    case .update(let update):
      var words = ["\(update.status)"]
      if let message = update.message { words.append(quoted(message)) }
      if let id = update.stepID { words.append("step \(id)") }
      if let status = update.stepStatus { words.append("\(status)") }
      switch update.roadmap {
      case .steps(let steps):
        words.append("roadmap of \(steps.count)")
        if !steps.isEmpty {
          words.append("(\(steps.map { $0.line(quoted) }.joined(separator: ", ")))")
        }
      case .count(let count): words.append("roadmap of \(count)")
      case nil: break
      }
      return words.joined(separator: " ")
    }
  }
}

extension FinalAnswer {
  /// All that it has, in words.
  fileprivate func line(_ quoted: (String) -> String) -> String {
    var words = [quoted(text)]
    if let route { words.append("route \(quoted(route))") }
    if !artifacts.isEmpty { words.append("artifacts \(JSON(artifacts))") }
    if !metadata.isEmpty { words.append("metadata \(JSON(metadata))") }
    return words.joined(separator: " ")
  }
}

extension RoadmapStep {
  /// All that it has, in words.
  fileprivate func line(_ quoted: (String) -> String) -> String {
    "\(id) \(quoted(name)) \(quoted(description)) \(status)"
  }
}

extension StreamEvent.Payload {
  /// Whether it stands for updates that are lost.
  var isGap: Bool {
    if case .gap = self { true } else { false }
  }
}

extension StreamEvent {
  /// The event as it is drawn where it is published.
  func picture(at time: Duration) -> RunTimeline.Event {
    .init(kind, "#\(sequence)", ObservedEvent.Content(payload).picturedLine, at: time)
  }

  /// What kind of thing its publication is.
  var kind: RunTimeline.Event.Kind {
    switch payload {
    case .update: .message
    case .gap: .loss
    case .complete: .end
    case .failed: .failure
    case .cancelled: .cancellation
    }
  }
}

extension ObservedEvent {
  /// What kind of thing its arrival is.
  var arrivalKind: RunTimeline.Event.Kind {
    switch content {
    case .update: .arrival
    case .gap: .loss
    case .complete: .end
    case .failed: .failure
    case .cancelled: .cancellation
    }
  }

  /// Its number, where there is little room.
  var sign: String { sequence.map { "#\($0)" } ?? "" }
}
