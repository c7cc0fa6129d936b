import StatusStreaming

/// What a sink refuses to encode in a run: the same event again and again, as an encoder does.
struct SinkRefusals: Sendable, Hashable {
  /// What of terminal events is refused.
  enum End: Sendable, Hashable {
    case nothing
    case answersWithArtifacts
    /// Those with a note, as every answer of a run has it.
    case answersWithNotes
    case answersWithEither
    case answers
    /// Messages and reasons with more bytes than that, and every answer.
    case longerThan(Int)
    case everything
  }

  /// The numbers of updates that are refused.
  var updates: Set<Int> = []
  var refusesEveryUpdate = false
  var refusesGaps = false
  var end = End.nothing
  /// Whether a batch is refused as a whole if any event of it is.
  var concernsBatch = false
  /// Whether the format can't say it, instead of that it is too large.
  var isMatterOfFormat = false

  /// Draws what updates are refused, and whether gaps are too.
  static func drawnOfUpdates(on stage: Stage) -> SinkRefusals {
    var refusals = SinkRefusals()
    let first = 1 + stage.next(below: 5)
    switch stage.next(below: 5) {
    case 0: refusals.updates = [first]
    case 1: refusals.updates = [first, first + 1]
    case 2: refusals.updates = Set((1...8).filter { _ in stage.next(below: 2) == 1 } + [first])
    case 3: refusals.refusesEveryUpdate = true
    default:
      refusals.updates = [first]
      refusals.refusesGaps = true
    }
    refusals.drawKind(on: stage)
    return refusals
  }

  /// Draws what is refused of a terminal event; where that is everything, so is all before it.
  static func drawn(of ends: [End], on stage: Stage) -> SinkRefusals {
    var refusals = SinkRefusals()
    refusals.end = stage.element(of: ends)
    refusals.refusesEveryUpdate = refusals.end == .everything
    refusals.refusesGaps = refusals.end == .everything
    refusals.drawKind(on: stage)
    return refusals
  }

  /// Draws what is refused in a world: updates, and now and then the end.
  ///
  /// - Parameter count: how many updates there are.
  static func drawn(among count: Int, on stage: Stage) -> SinkRefusals {
    if stage.happens(onceIn: 8) { return drawn(of: [.everything], on: stage) }
    var refusals = drawnOfUpdates(on: stage)
    if count > 8, !refusals.refusesEveryUpdate {
      refusals.updates.insert(1 + stage.next(below: count))
    }
    refusals.end = stage.element(of: [
      .nothing, .answersWithArtifacts, .answersWithNotes, .answersWithEither, .answers,
      .longerThan(10), .nothing,
    ])
    return refusals
  }

  private mutating func drawKind(on stage: Stage) {
    concernsBatch = stage.next(below: 2) == 1
    isMatterOfFormat = stage.next(below: 2) == 1
  }

  func refuses(_ event: StreamEvent) -> Bool {
    switch event.payload {
    case .update: refusesEveryUpdate || updates.contains(event.sequence.rawValue)
    case .gap: refusesGaps
    case .complete(let answer): refuses(answer)
    case .failed(let text), .cancelled(let text): refuses(text)
    }
  }

  private func refuses(_ answer: FinalAnswer) -> Bool {
    let hasNote = answer.metadata["note"] != nil
    return switch end {
    case .nothing: false
    case .answersWithArtifacts: !answer.artifacts.isEmpty
    case .answersWithNotes: hasNote
    case .answersWithEither: !answer.artifacts.isEmpty || hasNote
    case .answers, .longerThan, .everything: true
    }
  }

  private func refuses(_ text: String) -> Bool {
    switch end {
    case .longerThan(let limit): text.utf8.count > limit
    case .everything: true
    case .nothing, .answersWithArtifacts, .answersWithNotes, .answersWithEither, .answers: false
    }
  }

  /// What is thrown at an event that is refused.
  func error(_ event: StreamEvent) -> any Error {
    if isMatterOfFormat { return StatusEncodingError(.unrepresentable, event) }
    let limit = if case .longerThan(let limit) = end { limit } else { 100 }
    let size =
      switch event.payload {
      case .failed(let text), .cancelled(let text): max(text.utf8.count, limit + 1)
      case .update, .gap, .complete: limit + 1_000
      }
    return StatusEncodingError(.tooLarge(size: size, limit: limit), event)
  }
}
