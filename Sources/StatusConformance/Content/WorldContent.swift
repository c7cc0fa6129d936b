import ReferenceScenarios
import StatusStreaming

/// What is said in a world: the values that updates and ends have.
struct WorldContent: Sendable, Hashable {
  /// Whether texts have line breaks, controls and the syntax of wire formats, or are empty.
  var hasOddTexts = false
  /// Whether some texts are long, of sizes at which something may change.
  var hasLongTexts = false
  /// Whether fields are missing, extreme, or together with others as they seldom are.
  var hasOddFields = false
  /// Whether the same is said again and again.
  var hasRepetitions = false
  /// Texts that are taken for each other, of which some are said; none unless that is to happen.
  var likeTexts: [String] = []
  /// Whether odd answers have numbers that a `Double` does not keep, and members in no order.
  var hasExactAnswers = true
  /// The longest text in bytes of UTF-8.
  var longestText = 70_000
  /// One text in how many is long, where some are.
  var longTextRarity = 3
  /// Of how many steps some plans are, and of how many parts answers; none unless that is to happen.
  var partCounts: [Int] = []
  /// The number of the update whose text is larger than what is taken for large enough; `nil` if there
  /// is none.
  var hugeText: Int?

  /// Counts of parts, from one that is more than any list of a fixed length has.
  static let manyParts = [1_001, 21, 101, 33, 65, 129, 257, 17, 51]

  /// Draws an update.
  ///
  /// - Parameters:
  ///   - number: what makes it unlike any other of its writer, where nothing is to be repeated.
  ///   - marker: what makes it unlike those of other writers, empty for the first.
  func update(_ number: Int, marker: String = "", on stage: Stage) -> StatusUpdate {
    if number == hugeText { return .thinking(marker + hugeText(on: stage)) }
    if hasRepetitions, stage.next(below: 2) == 1 { return repetition(marker, on: stage) }
    if !likeTexts.isEmpty, stage.next(below: 2) == 1 {
      return likeUpdate(number, marker, on: stage)
    }
    let text = marker + text(on: stage) + " (\(number))"
    if !partCounts.isEmpty, number == 1 || stage.happens(onceIn: 16) {
      return .roadmap(longRoadmap(on: stage), message: text)
    }
    if hasOddFields, stage.next(below: 2) == 1 { return oddUpdate(number, saying: text, on: stage) }
    switch stage.next(below: 6) {
    case 0: return .thinking(text)
    case 1: return .step(number, .running, text)
    case 2: return .step(number, .ok, text)
    case 3: return .step(99, .running, text)
    case 4: return .error(text)
    default:
      return .roadmap(
        [
          RoadmapStep(id: 1, name: text, description: "first"),
          RoadmapStep(id: 2, name: "then", description: text, status: .running),
        ], message: text)
    }
  }

  /// A plan with more steps than fit into any list of a fixed length.
  private func longRoadmap(on stage: Stage) -> [RoadmapStep] {
    (1...stage.element(of: partCounts)).map { number in
      RoadmapStep(
        id: number, name: "Step \(number)", description: "",
        status: number == 1 ? .running : .pending)
    }
  }

  /// A text of more bytes than anybody expects.
  private func hugeText(on stage: Stage) -> String {
    let size = stage.element(of: [100_001, 131_073, 262_145])
    return String(repeating: "a long text ", count: size / 12)
      + String(repeating: "!", count: size % 12)
  }

  /// What has been said before, or has the same words as what has been said.
  private func repetition(_ marker: String, on stage: Stage) -> StatusUpdate {
    let text = marker + "Still working"
    return stage.element(of: [
      .thinking(text), .thinking(text), .step(1, .running, text), .step(1, .ok, text),
      .step(2, .running, text), .error(text),
    ])
  }

  /// What says nothing but a text that is much like others.
  private func likeUpdate(_ number: Int, _ marker: String, on stage: Stage) -> StatusUpdate {
    let texts = [0, 1].map { _ in marker + stage.element(of: likeTexts) }
    return stage.element(of: [
      .thinking(texts[0]), .step(number, .running, texts[0]), .error(texts[0]),
      .roadmap(
        [
          RoadmapStep(id: 1, name: texts[0], description: texts[1]),
          RoadmapStep(id: 2, name: texts[1], description: texts[0], status: .running),
        ], message: texts[1]),
    ])
  }

  /// Draws how a run ends.
  func outcome(_ ending: AgentScript.Ending, marker: String = "", on stage: Stage) -> TraceOutcome {
    let isBare = (hasOddFields || hasOddTexts) && stage.next(below: 2) == 1
    let isLike = !likeTexts.isEmpty && stage.next(below: 2) == 1
    let text = isBare ? "" : marker + (isLike ? stage.element(of: likeTexts) : text(on: stage))
    switch ending {
    case .failed: return .failed(message: text)
    case .cancelled: return .cancelled(reason: text)
    case .complete:
      guard !isBare else { return .complete(FinalAnswer(text: text)) }
      return .complete(
        FinalAnswer(
          text: text, route: hasOddFields ? stage.element(of: [nil, "", "planner"]) : "planner",
          artifacts: artifacts(on: stage), metadata: metadata(saying: text, on: stage)))
    }
  }

  private func metadata(saying text: String, on stage: Stage) -> JSONObject {
    var metadata: JSONObject = ["note": JSON(text)]
    if !partCounts.isEmpty {
      metadata["trail"] = JSON((1...stage.element(of: partCounts)).map { JSON("\($0)") })
    }
    return metadata
  }

  private func artifacts(on stage: Stage) -> JSONObject {
    var artifacts: JSONObject = [:]
    if !partCounts.isEmpty {
      // A key is looked for among all.
      for number in 1...min(stage.element(of: partCounts), 129) {
        artifacts["part \(number)"] = JSON("\(number)")
      }
    }
    guard hasOddFields else {
      artifacts["log"] = "42 lines"
      return artifacts
    }
    if hasExactAnswers {
      artifacts = ["zeta": stage.element(of: Self.numbers), "": "no name"]
      artifacts["Ångström \"µ\""] = ["b": 1, "a": stage.element(of: Self.numbers), "B": [nil]]
    }
    for number in 0..<stage.element(of: [1, 0, 2, 5]) {
      artifacts["file \(number)"] = stage.element(of: [
        JSON("text"), [1, 2, 3], ["a": nil, "b": true, "c": ["d": [:]]], 0.5, -1, "", nil,
      ])
    }
    artifacts["log"] = JSON(text(on: stage))
    if hasExactAnswers {
      // Keys are compared by their bytes.
      artifacts["caf\u{E9}"] = 1
      artifacts["cafe\u{301}"] = 2
      artifacts["say \"\u{301}no\""] = "\\\u{FE0F}n"
      artifacts["whole"] = Self.wholeNumbers
      artifacts["deep"] = Self.deepest
    }
    return artifacts
  }

  /// Numbers that change on their way through an integer or a floating-point number of 64 bits.
  private static let numbers = [
    "18446744073709551615", "-0", "1.0", "0.10", "9007199254740993", "1e400", "1E2", "-9.99e-310",
    "123456789012345678901234567890", "3.141592653589793238462643383279",
  ].compactMap(JSON.init(digits:))

  /// Whole numbers that a `Double` does not keep, and some beyond an `Int32`.
  private static let wholeNumbers: JSON = [
    9_007_199_254_740_993, 9_223_372_036_854_775_807, -9_007_199_254_740_993, 4_294_967_297,
  ]

  /// A value that is as deep as a member may be.
  private static let deepest = (2..<JSON.maximumDepth).reduce(JSON([1])) { value, _ in [value] }

  /// An update with any value in any field.
  private func oddUpdate(_ number: Int, saying text: String, on stage: Stage) -> StatusUpdate {
    let ids = [number, nil, 0, 1, -1, 99, .max, .min, 1 << 53, 1 << 53 + 1]
    let update = StatusUpdate(
      status: stage.element(of: [.thinking, .ok, .error]),
      message: stage.element(of: [text, nil, "", " "]),
      roadmapStepID: stage.element(of: ids),
      roadmapStepStatus: stage.element(of: [.running, nil, .ok, .error]),
      roadmap: stage.element(of: [nil, [], roadmap(saying: text, on: stage)]))
    // Seldom anything but the status is missing by chance.
    let isBare = update.roadmapStepID == nil && update.roadmap == nil
    return isBare ? StatusUpdate(status: update.status) : update
  }

  private func roadmap(saying text: String, on stage: Stage) -> [RoadmapStep] {
    (0..<stage.element(of: [1, 2, 4, 10])).map { index in
      RoadmapStep(
        id: stage.element(of: [index, 0, -1, 99]), name: stage.element(of: [text, ""]),
        description: stage.element(of: ["", text]),
        status: stage.element(of: RoadmapStep.Status.allCases))
    }
  }

  /// Draws a text.
  func text(on stage: Stage) -> String {
    if hasLongTexts, stage.next(below: longTextRarity) == 1 { return longText(on: stage) }
    if hasOddTexts, stage.next(below: 2) == 1 {
      return stage.element(of: stage.element(of: ContentKind.allCases).messages)
    }
    return stage.element(of: ["Planning", "Querying logs", "Reading 3 documents", "Done: 4/4"])
  }

  /// A text of a size at which a length field, a limit or a buffer may change, in characters of one
  /// to four bytes: what is counted in bytes, in UTF-16 and in characters differs.
  private func longText(on stage: Stage) -> String {
    let usual = [64, 63, 65, 100, 125, 126, 127, 128, 200, 255, 256, 257, 500, 512, 1_000, 1_024]
    let large = [4_095, 4_096, 4_097, 8_192, 16_384, 65_535, 65_536]
    let huge = [1_000_000, 262_144, 1_048_576].filter { $0 <= longestText }
    var sizes = stage.happens(onceIn: 16) ? large : usual
    if !huge.isEmpty, stage.happens(onceIn: 800) { sizes = huge }
    let size = stage.element(of: sizes)
    let character = stage.element(of: ["a", "é", "日", "🧠", "e\u{301}", "👩‍💻"])
    let width = character.utf8.count
    let isInBytes = stage.next(below: 2) == 0
    let count = min(isInBytes ? size / width : size, longestText / width)
    let rest = isInBytes ? max(min(size, longestText) - count * width, 0) : 0
    return String(repeating: character, count: count) + String(repeating: "a", count: rest)
  }
}
