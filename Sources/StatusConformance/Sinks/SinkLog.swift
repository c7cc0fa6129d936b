import ReferenceScenarios
import StatusStreaming

/// What a buffer has to say of one trace of a world, as acts that belong together.
struct SinkLog {
  private let trace: TraceID
  private let setting: SinkScript.Setting
  private let content: WorldContent
  private let marker: String
  private var number = 0
  private var time = Duration.zero
  private var acts: [[SinkScript.Act]] = []
  private(set) var occurrences: Set<SinkSituation> = []

  private var stage: Stage { setting.stage }
  /// Whether it is of the first connection, to which alone very long things are said.
  private var isFirst: Bool { marker.isEmpty }

  /// - Parameter isOnlyOne: whether it is the only trace of its connection.
  init(
    of trace: TraceID, _ setting: SinkScript.Setting, marker: String, count: Int, isOnlyOne: Bool
  ) {
    self.trace = trace
    self.setting = setting
    self.marker = marker
    var content = WorldContent(
      hasOddTexts: setting.has(.oddTexts), hasLongTexts: setting.has(.longTexts),
      hasOddFields: setting.has(.oddFields), hasRepetitions: setting.has(.repetitions))
    if setting.has(.likeTexts) { content.likeTexts = setting.likeTexts }
    content.hasExactAnswers = setting.isExact
    if setting.has(.manyParts), marker.isEmpty {
      content.partCounts = setting.isAlone ? [1_001] : WorldContent.manyParts
    }
    if setting.has(.hugeText), marker.isEmpty, count > 0 {
      content.hugeText = 1 + setting.stage.next(below: count)
    }
    content.longTextRarity = max(3, count / 4)
    content.longestText = 1_100_000
    // Most of what is said is to fit.
    if let limit = setting.sizeLimit { content.longestText = max(limit / 4, 64) }
    self.content = content
    if setting.epoch != nil { occurrences.insert(.epochs) }
    if setting.has(.resumed) { resume() }
    let special = stage.next(below: count + 1)
    for index in 0...count {
      if index == special { saySpecial() }
      if setting.has(.gaps), stage.next(below: 3) == 1 { loseSome() }
      if index < count { say(content.update(index + 1, marker: marker, on: stage)) }
    }
    // Of several traces some may have ended.
    if setting.has(.openEnd), isOnlyOne || stage.next(below: 2) == 0 {
      occurrences.insert(.openEnd)
      acts.removeLast(stage.next(below: acts.count + 1))
    } else {
      end()
    }
  }

  mutating func takeActs() -> [[SinkScript.Act]] { acts }

  private mutating func event(_ payload: StreamEvent.Payload, advancing count: Int = 1)
    -> StreamEvent
  {
    number += count
    if stage.happens(onceIn: 12) {
      time += stage.element(of: [
        .milliseconds(1), .microseconds(999_600), .seconds(1), .nanoseconds(59_999_999_999),
        .seconds(60), .microseconds(500), .seconds(3_600), .seconds(86_400),
      ])
    }
    return StreamEvent(
      trace: trace, sequence: SequenceNumber(rawValue: number), epoch: setting.epoch, time: time,
      payload: payload)
  }

  private mutating func say(_ update: StatusUpdate) {
    acts.append([.send(event(.update(update)))])
  }

  /// The numbers go on where an earlier connection was cut.
  private mutating func resume() {
    occurrences.insert(.resumed)
    number = stage.element(of: [
      1, 2, 8, 9, 15, 62, 63, 64, 98, 99, 100, 126, 127, 128, 254, 255, 256, 998, 999, 1_000,
      9_999, 32_767, 65_534, 65_535, 99_999, 1 << 31 - 1, 1 << 31, 1 << 32, 1 << 52,
    ])
  }

  private mutating func loseSome() {
    occurrences.insert(.gaps)
    let lost = stage.element(of: [1, 2, 3, 10, 64, 99, 100, 127, 128, 1_000, 65_536])
    acts.append([.send(event(.gap(lost: lost), advancing: lost))])
  }

  private mutating func saySpecial() {
    if setting.has(.edges) {
      occurrences.insert(.edges)
      let usual = [125, 126, 127, 128, 255, 256, 257, 1_023, 1_024, 1_025, 4_095, 4_096, 4_097]
      let large = [65_535, 65_536, 65_537, 8_191, 8_192, 16_383, 16_384]
      let isLarge = isFirst && stage.happens(onceIn: 6)
      let sizes = (isLarge ? large : usual).filter { $0 < setting.sizeLimit ?? .max }
      for _ in 0..<(isLarge ? 1 : 3) where !sizes.isEmpty { fill(stage.element(of: sizes)) }
    }
    // What is large is said once in a world.
    guard let limit = setting.sizeLimit, isFirst || limit <= 10_000 else { return }
    if setting.has(.largest) {
      occurrences.insert(.largest)
      fill(limit, of: stage.element(of: [SizeRuler.plainLetter] + Self.escapedLetters))
    }
    if setting.has(.oversize) {
      occurrences.insert(.oversize)
      if stage.next(below: 2) == 1 {
        // What is allowed before it is escaped.
        return fill(limit + stage.element(of: [1, 2, 16, limit / 2]), of: escapedLetter)
      }
      let character = stage.element(of: ["x", "é", "日", "🧠"])
      let size =
        limit + stage.element(of: limit > 10_000 ? [1, 2, 16] : [1, 2, 16, limit, 4 * limit])
      let width = character.utf8.count
      let text =
        String(repeating: character, count: size / width)
        + String(repeating: "x", count: size % width)
      say(stage.element(of: [.thinking(text), .step(1, .running, text), .error(text)]))
    }
  }

  /// What formats escape, or write in several bytes; what is usual first.
  private static let escapedLetters: [Unicode.Scalar] = [
    "\"", "\\", "\u{1}", "\n", "é", "日", "🧠", "\u{2028}", "/", "<", "\u{7F}",
  ]

  private var escapedLetter: Unicode.Scalar {
    // Each format escapes the first ones, whatever it does with the others.
    stage.element(of: Self.escapedLetters + Self.escapedLetters.prefix(3))
  }

  /// Updates that are measured, and one that takes a number of bytes; where no byte too many may be
  /// taken, one before it that takes almost as many.
  private mutating func fill(_ size: Int, of letter: Unicode.Scalar = SizeRuler.plainLetter) {
    let pause = SinkScript.Act.wait(stage.isReal ? .milliseconds(20) : .seconds(1))
    let first = event(.update(.thinking(SizeRuler.text(of: 10, letter))))
    // What has the same time has as many digits in it.
    func next(_ text: String) -> StreamEvent {
      number += 1
      var event = first
      event.sequence = SequenceNumber(rawValue: number)
      event.payload = .update(.thinking(text))
      return event
    }
    var texts = [20, 30].map { SizeRuler.text(of: $0, letter) }
    if letter != SizeRuler.plainLetter {
      texts += [10, 20].map { SizeRuler.text(of: 30, letter) + SizeRuler.text(of: $0) }
    }
    var group: [SinkScript.Act] = [.send(first), pause]
    for text in texts { group += [.send(next(text)), pause] }
    if size == setting.sizeLimit, size <= 10_000 {
      group += [.fill(next(""), size: size - 64, of: letter), pause]
    }
    acts.append(group + [.fill(next(""), size: size, of: letter)])
  }

  /// The same with a text that is long as answers of models are.
  private mutating func enlarged(_ outcome: TraceOutcome) -> StreamEvent.Payload {
    occurrences.insert(.largeEnd)
    var sizes = [5_000, 1_100, 2_100, 4_100, 8_200]
    if isFirst, stage.happens(onceIn: 6) { sizes = [66_000, 16_400, 33_000] }
    // Once in some hundred worlds a report of a size that some servers refuse.
    if isFirst, stage.happens(onceIn: 100) { sizes = [1_050_000, 140_000] }
    let size = stage.element(of: sizes)
    var text = String(repeating: stage.element(of: ["word ", "日本語 "]), count: size / 5)
    if let limit = setting.sizeLimit, isFirst || limit <= 10_000, stage.next(below: 2) == 1 {
      // What fits before it is escaped, and may not afterwards.
      let letter = escapedLetter
      let count = limit / stage.element(of: [2, 3]) * 5 / 4 / String(letter).utf8.count
      text = SizeRuler.text(of: count, letter)
    }
    guard case .complete(var answer) = outcome else {
      return if case .failed = outcome { .failed(message: text) } else { .cancelled(reason: text) }
    }
    switch stage.next(below: 3) {
    case 0: answer.text = text
    case 1: answer.artifacts["report"] = JSON(text)
    default: answer.metadata["trail"] = [JSON(text), 1]
    }
    return .complete(answer)
  }

  private mutating func end() {
    var endings: [AgentScript.Ending] = []
    if setting.has(.failing) { endings.append(.failed) }
    if setting.has(.cancelled) { endings.append(.cancelled) }
    let ending = endings.isEmpty ? .complete : stage.element(of: endings)
    switch ending {
    case .failed: occurrences.insert(.failing)
    case .cancelled: occurrences.insert(.cancelled)
    case .complete: break
    }
    let outcome = content.outcome(ending, marker: marker, on: stage)
    acts.append([.send(event(setting.has(.largeEnd) ? enlarged(outcome) : outcome.payload))])
  }
}

/// Something that is done with a sink.
enum SinkAct: Sendable {
  case wait(Duration)
  /// Shows how the trace stands behind the events that are not sent, to a sink that asks for it.
  case snapshot(TraceSnapshot)
  case send(StreamEvent)
  /// Sends events of one trace that are there together.
  case batch([StreamEvent])
  /// Sends an update whose message makes a WebSocket frame with a payload of this size, as far as
  /// the frames before tell.
  case sized(Int)
  case heartbeat
  case close

  /// The events that are sent, as far as they are known before.
  var events: [StreamEvent] {
    switch self {
    case .send(let event): [event]
    case .batch(let events): events
    case .wait, .snapshot, .sized, .heartbeat, .close: []
    }
  }
}

/// What is kept of a run of a sink.
struct SinkRecording: TrialRecording {
  let plan: SinkPlan
  var world: World<SinkSituation>?
  var occurrences = Occurrences()
  var interruption: Interruption?
  var timeline = Timeline()
  /// One for each connection.
  var views: [ConnectionView] = []
  /// Where the bytes are cut to be decoded once more.
  var cuts: [Int] = []

  init(of plan: SinkPlan) {
    self.plan = plan
  }

  var expectedTranscript: [String] { lines(\.expected) }
  var seenTranscript: [String] { lines(\.seen) }

  private func lines(_ events: (ConnectionView) -> [SeenEvent]) -> [String] {
    views.indices.flatMap { index in
      events(views[index]).map { (views.count > 1 ? "connection \(index + 1): " : "") + "\($0)" }
    }
  }
}
