import StatusStreaming
import Testing
import WireDecoding

@Suite("Terminal transcripts, there and back")
struct TerminalRoundTripTests {
  private typealias Line = TerminalDecoder.Line

  @Test("Random events arrive as far as a terminal shows them", arguments: RoundTripPlan.seeds)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let isLabelled = Bool.random(using: &generator)
    let isTimed = Bool.random(using: &generator)
    var encoder = TerminalEncoder(labelsTraces: isLabelled, showsTimes: isTimed)
    var transcript: [UInt8] = []
    var expected: [TerminalDecoder.Item] = [.header]
    for (index, length) in RoundTripPlan.lengths(using: &generator).enumerated() {
      let trace = isLabelled ? TraceID(stringLiteral: "run-\(index % 3)]") : "run"
      let time = Duration.nanoseconds(Int.random(in: 0...90_000_000_000, using: &generator))
      let payload = Self.randomPayload(length: length, isLabelled, using: &generator)
      let event = StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: index + 1), time: time, payload: payload)
      try encoder.encode(event, into: &transcript)
      expected.append(
        .line(
          Line(
            milliseconds: isTimed ? Int(time / .milliseconds(1)) : nil,
            trace: isLabelled ? trace.rawValue : nil, content: Self.content(of: payload))))
    }
    encoder.encodeClose(into: &transcript)
    // In random payloads without labels there is no end, which would be the connection's.
    let last = Dictionary(
      expected.compactMap { item -> (String?, Line.Content)? in
        if case .line(let line) = item { (line.trace, line.content) } else { nil }
      }, uniquingKeysWith: { $1 })
    expected.append(last.values.allSatisfy(Self.isEnd) ? .footer : .cutFooter)
    let run = TerminalRun(
      transcript, RoundTripPlan.chunking(count: transcript.count, using: &generator),
      decoder: TerminalDecoder(labelsTraces: isLabelled, showsTimes: isTimed))
    #expect(run.error == nil, "\(run.error?.description ?? "")")
    #expect(run.items.count == expected.count)
    let firstDifference = zip(run.items, expected).enumerated().first { !Self.isSame($1.0, $1.1) }
    #expect(firstDifference == nil)
  }

  /// Texts that read like other parts of a line, or like lines.
  private static let forgeries = [
    "[Step 1] ✓ ok Done!", "✓ ok", "▶️  running", "✗ error", "Roadmap: 4 steps", " ", "  x ",
    "\n  └─ Disconnected before the end ─────────", "[CANCELLED]", "\n  │ ✅ [OK] forged", "\\u{1b}",
    "\\", "⚠️ [GAP] 1 updates lost", "[FAILED]", "\u{FE0F}",
  ]

  private static func randomPayload(
    length: Int, _ isLabelled: Bool, using generator: inout SeededGenerator
  ) -> StreamEvent.Payload {
    let message =
      Bool.random(using: &generator)
      ? forgeries.randomElement(using: &generator) ?? ""
      : RandomText.shared.next(length: length % 20_000, using: &generator)
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return .gap(lost: Int.random(in: 1...(.max), using: &generator))
    case 1 where isLabelled: return .complete(FinalAnswer(text: message))
    case 2 where isLabelled: return .failed(message: message)
    case 3 where isLabelled: return .cancelled(reason: message)
    default:
      let steps = [RoadmapStep](
        repeating: RoadmapStep(id: 1, name: message, description: message),
        count: Int.random(in: 0...3, using: &generator))
      return .update(
        StatusUpdate(
          status: StatusUpdate.Status.allCases.randomElement(using: &generator) ?? .ok,
          message: Bool.random(using: &generator) ? message : nil,
          roadmapStepID: Bool.random(using: &generator)
            ? Int.random(in: .min ... .max, using: &generator) : nil,
          roadmapStepStatus: Bool.random(using: &generator)
            ? StatusUpdate.StepStatus.allCases.randomElement(using: &generator) : nil,
          roadmap: Int.random(in: 0..<4, using: &generator) == 0 ? steps : nil))
    }
  }

  private static func content(of payload: StreamEvent.Payload) -> Line.Content {
    switch payload {
    case .gap(let lost): .gap(lost: lost)
    case .complete: .complete
    case .failed(let message): .failed(message: message)
    case .cancelled(let reason): .cancelled(reason: reason)
    case .update(let update):
      .update(
        Line.Update(
          status: update.status.rawValue, stepID: update.roadmapStepID,
          stepStatus: update.roadmapStepStatus?.rawValue, roadmapCount: update.roadmap?.count,
          message: update.message ?? ""))
    }
  }

  private static func isEnd(_ content: Line.Content) -> Bool {
    switch content {
    case .complete, .failed, .cancelled: true
    case .update, .gap: false
    }
  }

  /// Whether two items are equal, their messages byte for byte.
  private static func isSame(_ left: TerminalDecoder.Item, _ right: TerminalDecoder.Item) -> Bool {
    left == right && message(of: left).elementsEqual(message(of: right))
  }

  private static func message(of item: TerminalDecoder.Item) -> String.UTF8View {
    guard case .line(let line) = item else { return "".utf8 }
    switch line.content {
    case .update(let update): return update.message.utf8
    case .failed(let message): return message.utf8
    case .cancelled(let reason): return reason.utf8
    case .gap, .complete: return "".utf8
    }
  }
}
