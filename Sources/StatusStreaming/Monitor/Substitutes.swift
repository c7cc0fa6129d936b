/// What a viewer is sent in place of an event that its encoder refuses, one attempt after another.
///
/// An update, which is then lost, becomes a gap of one with its number, so that a resume goes past it.
/// The end is never lost: what makes it large is left out, and if that is not enough the trace ends
/// with the reason. A gap has no substitute.
struct Substitutes {
  private var rest: [StreamEvent.Payload]
  private let event: StreamEvent

  init(for event: StreamEvent, refused refusal: EventRefusal) {
    self.event = event
    switch event.payload {
    case .update: rest = [.gap(lost: 1)]
    case .gap: rest = []
    case .complete(let answer): rest = Self.reductions(of: answer, refused: refusal)
    case .failed(let message):
      rest = Self.reductions(of: message, refused: refusal).map { .failed(message: $0) }
    case .cancelled(let reason):
      rest = Self.reductions(of: reason, refused: refusal).map { .cancelled(reason: $0) }
    }
  }

  /// The next event to try; `nil` if nothing is left.
  mutating func next() -> StreamEvent? {
    guard !rest.isEmpty else { return nil }
    var substitute = event
    substitute.payload = rest.removeFirst()
    return substitute
  }

  /// The answer without its artifacts, without its metadata, without both, which its metadata then
  /// says; at last the reason why there is none.
  private static func reductions(
    of answer: FinalAnswer, refused refusal: EventRefusal
  ) -> [StreamEvent.Payload] {
    var payloads: [StreamEvent.Payload] = []
    if !answer.artifacts.isEmpty {
      var reduced = answer
      reduced.artifacts = [:]
      reduced.metadata["omitted"] = "artifacts"
      payloads.append(.complete(reduced))
    }
    if !answer.metadata.isEmpty {
      var reduced = answer
      reduced.metadata = ["omitted": "metadata"]
      payloads.append(.complete(reduced))
    }
    if !answer.artifacts.isEmpty, !answer.metadata.isEmpty {
      payloads.append(
        .complete(
          FinalAnswer(
            text: answer.text, route: answer.route,
            metadata: ["omitted": "artifacts and metadata"])))
    }
    let reasons = ["the answer could not be sent: \(refusal)", "the answer could not be sent", ""]
    return payloads + reasons.map { .failed(message: $0) }
  }

  /// The text cut by what is too much, which is always enough since no byte is written as less than
  /// one; at last nothing of it.
  private static func reductions(of text: String, refused refusal: EventRefusal) -> [String] {
    guard case .tooLarge(let size, let limit) = refusal else { return [""] }
    let mark = "…"
    let room = text.utf8.count - (size - limit) - mark.utf8.count
    guard room > 0 else { return [""] }
    return [text.prefix(maximumUTF8Count: room) + mark, ""]
  }
}
