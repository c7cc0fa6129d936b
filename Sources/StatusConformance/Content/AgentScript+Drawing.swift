import ReferenceScenarios
import StatusStreaming

extension AgentScript {
  /// Draws a script: what is said, when, and how it ends.
  ///
  /// No two updates are equal unless they stand side by side, and no two pauses put updates of two
  /// traces at one instant unless that is drawn.
  ///
  /// - Parameters:
  ///   - stage: what draws.
  ///   - kind: what messages are like.
  ///   - count: how many updates there usually are; up to three more are drawn.
  ///   - fewest: how many there are in the plainest case, and now and then; as many as usual by default.
  ///   - ending: how the run ends.
  ///   - marker: what tells the messages from those of another script, empty for the first.
  static func drawn(
    on stage: Stage, _ kind: ContentKind = .plain, count: Int, fewest: Int? = nil,
    ending: Ending = .complete, marker: String = ""
  ) -> AgentScript {
    var lines: [Line] = []
    for number in 1...lineCount(usually: count, atLeast: fewest ?? count, on: stage) {
      let drawn = stage.element(of: kind.messages)
      let everything = number == 2 ? kind.everything : nil
      let shapes = everything == nil ? 8 : 7
      let message = everything ?? drawn
      let update = update(number, saying: marker + message, among: shapes, on: stage)
      let isTwice = stage.happens(onceIn: 8)
      lines.append(Line(after: pause(on: stage), isTwice ? [update, update] : [update]))
    }
    let end = stage.element(of: kind.messages)
    return AgentScript(
      lines, outcome: ending.outcome(saying: end, marker: marker))
  }

  /// Draws how many lines there are; one script in nine is shorter than usual.
  private static func lineCount(usually count: Int, atLeast fewest: Int, on stage: Stage) -> Int {
    let shorter = count - fewest
    if shorter == 0 { return count + stage.next(below: 4) }
    let drawn = stage.next(below: 9 * shorter)
    return drawn < shorter ? fewest + drawn : count + (drawn - shorter) / (2 * shorter)
  }

  /// How a drawn script ends.
  enum Ending: Sendable {
    case complete
    case failed
    case cancelled

    fileprivate func outcome(saying text: String, marker: String) -> TraceOutcome {
      switch self {
      case .complete:
        .complete(
          FinalAnswer(
            text: marker + "answer: " + text, route: "planner", artifacts: ["log": JSON(text)],
            metadata: ["note": JSON(text)]))
      case .failed: .failed(message: marker + "failed: " + text)
      case .cancelled: .cancelled(reason: marker + "cancelled: " + text)
      }
    }
  }

  private static func pause(on stage: Stage) -> Duration {
    stage.element(of: [
      .milliseconds(30), .zero, .milliseconds(7), .milliseconds(50), .milliseconds(120),
    ])
  }

  /// One of the shapes that updates have, of which the eighth says nothing; the number makes it unlike
  /// any other of the script.
  private static func update(
    _ number: Int, saying message: String, among shapes: Int, on stage: Stage
  ) -> StatusUpdate {
    let text = "\(message) (\(number))"
    switch stage.next(below: shapes) {
    case 0: return .thinking(text)
    case 1: return .step(number, .running, text)
    case 2: return .step(number, .ok, text)
    case 3: return .step(99, .running, text)
    case 4: return .step(number, .error, text)
    case 5:
      return .roadmap(
        [
          RoadmapStep(id: number, name: text, description: "first"),
          RoadmapStep(id: number + 1, name: "then", description: text, status: .running),
        ], message: text)
    case 6: return .error(text)
    default: return StatusUpdate(status: .ok, roadmapStepID: 1_000 + number, roadmapStepStatus: .ok)
    }
  }

  /// Lets several lines follow each other without a pause.
  mutating func gatherInBursts() {
    for index in lines.indices where index % 9 != 0 { lines[index].pause = .zero }
  }

  /// Makes the message of a failure or a stop so long that some halvings leave too much of it.
  mutating func lengthenReason() {
    let rest = String(repeating: ", then again", count: 200)
    switch outcome {
    case .complete: break
    case .failed(let message): outcome = .failed(message: message + rest)
    case .cancelled(let reason): outcome = .cancelled(reason: reason + rest)
    }
  }

  /// Everything that is said, in order.
  var updates: [StatusUpdate] { lines.flatMap(\.updates) }

  /// What a trace's log holds in the end, numbered from 1.
  func events(of trace: TraceID) -> [StreamEvent] {
    let payloads = updates.map(StreamEvent.Payload.update) + [outcome.payload]
    return payloads.enumerated().map { index, payload in
      StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: payload)
    }
  }
}
