import StatusStreaming

/// Events, texts and frames of every kind, from a seeded generator.
struct RandomContents {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func below(_ bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &generator)
  }

  /// A text that is short and has every kind of character that a format treats specially.
  mutating func text() -> String {
    let special = [
      "\"", "\\", "\\u{41}", "/", "\n", "\r\n", "\t", "\0", "\u{1B}[2J", "\u{7F}", "\u{85}", " ",
      "\u{2028}", "\u{202E}", "\u{FEFF}", "e\u{301}", "é", "解析", "👩‍👧", "▶️ ", "\u{10FFFF}", "plain",
      "{\"type\":\"gap\"}", "id: 7",
    ]
    return (0..<below(8)).map { _ in special[below(special.count)] }.joined()
  }

  mutating func optional<Value>(_ make: (inout Self) -> Value) -> Value? {
    below(2) == 0 ? nil : make(&self)
  }

  mutating func update() -> StatusUpdate {
    StatusUpdate(
      status: StatusUpdate.Status.allCases[below(3)], message: optional { $0.text() },
      roadmapStepID: optional { $0.below(200) - 100 },
      roadmapStepStatus: optional { StatusUpdate.StepStatus.allCases[$0.below(3)] },
      roadmap: optional { contents in
        (0..<contents.below(4)).map { id in
          RoadmapStep(
            id: id, name: contents.text(), description: contents.text(),
            status: RoadmapStep.Status.allCases[contents.below(4)])
        }
      })
  }

  mutating func object(depth: Int = 3) -> JSONObject {
    var object = JSONObject()
    for _ in 0..<below(4) { object[text()] = json(depth: depth - 1) }
    return object
  }

  private mutating func json(depth: Int) -> JSON {
    switch below(depth > 0 ? 8 : 6) {
    case 0: nil
    case 1: JSON(below(2) == 0)
    case 2: JSON(below(.max) - below(.max))
    case 3: JSON(Double(bitPattern: generator.next()))
    case 4: JSON(digits: ["1.50", "1E5", "-0", "12345678901234567890123"][below(4)]) ?? nil
    case 5: JSON(text())
    case 6: JSON((0..<below(4)).map { _ in json(depth: depth - 1) })
    default: JSON(object(depth: depth - 1))
    }
  }

  mutating func payload() -> StreamEvent.Payload {
    switch below(9) {
    case 8: .cancelled(reason: text())
    case 0: .gap(lost: 1 + below(1_000))
    case 1: .failed(message: text())
    case 2:
      .complete(
        FinalAnswer(
          text: text(), route: optional { $0.text() }, artifacts: object(), metadata: object()))
    default: .update(update())
    }
  }

  /// Events of two traces with times up to the largest there are.
  mutating func events() -> [StreamEvent] {
    (0..<below(12)).map { index in
      let seconds = Int64.random(in: 0...(below(9) == 0 ? .max : 10), using: &generator)
      let time = Duration(
        secondsComponent: seconds,
        attosecondsComponent: Int64(below(1_000_000_000)) * 1_000_000_000)
      return StreamEvent(
        trace: below(2) == 0 ? "run-1" : "b", sequence: SequenceNumber(rawValue: index + 1),
        epoch: below(2) == 0 ? nil : "b7", time: time, payload: payload())
    }
  }

  /// The bytes of whole frames of any kind, masked or not, with payloads that need not be UTF-8.
  mutating func frames() -> [UInt8] {
    (0..<below(10)).flatMap { _ in frame() }
  }

  private mutating func frame() -> [UInt8] {
    let opcode = [0x0, 0x1, 0x2, 0x8, 0x9, 0xA][below(6)]
    let isControl = opcode >= 0x8
    let lengths = isControl ? [0, 1, 2, 3, 125] : [0, 1, 5, 125, 126, 300, 65_535, 65_536]
    let isLong = below(isControl ? 2 : 150) == 0
    let payload = bytes(count: lengths[below(lengths.count - (isLong ? 0 : 2))])
    var frame = [UInt8(isControl || below(3) > 0 ? 0x80 | opcode : opcode)]
    let key: [UInt8]? = optional { $0.bytes(count: 4) }
    let mask: UInt8 = key == nil ? 0 : 0x80
    switch payload.count {
    case ...125: frame.append(mask | UInt8(payload.count))
    case ...65_535: frame += [mask | 126] + bigEndian(payload.count, size: 2)
    default: frame += [mask | 127] + bigEndian(payload.count, size: 8)
    }
    guard let key else { return frame + payload }
    return frame + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
  }

  private func bigEndian(_ number: Int, size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(number >> ($0 * 8) & 0xFF) }
  }

  /// Bytes that are mostly text, sometimes cut in the middle of a character.
  mutating func bytes(count: Int) -> [UInt8] {
    if below(4) == 0 {
      return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += Array("x\(text())".utf8) }
    return Array(bytes.prefix(count))
  }
}
