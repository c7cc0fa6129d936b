import StatusStreaming

/// A producer of AG-UI as somebody would write it by hand, with habits, or a bug, of choice.
struct AGUIProducer: StatusEncoder {
  /// What it does otherwise than others, and may do.
  struct Habits: OptionSet, Sendable {
    let rawValue: Int

    /// The answer comes in many deltas.
    static let manyDeltas = Habits(rawValue: 1 << 0)
    /// The answer comes in chunks.
    static let chunks = Habits(rawValue: 1 << 1)
    /// Beside what is to be told, the provider's own events, tool calls, reasoning, state, subagents
    /// and other activities are.
    static let company = Habits(rawValue: 1 << 2)
    /// The status is amended where it can be.
    static let statusDeltas = Habits(rawValue: 1 << 3)
    /// Metadata, timestamps and the events of the provider are on everything.
    static let extras = Habits(rawValue: 1 << 4)
    /// Steps have names of their own.
    static let ownNames = Habits(rawValue: 1 << 5)
    /// A later version of the protocol is spoken, with things that 1.0 has not.
    static let laterVersion = Habits(rawValue: 1 << 6)
    /// An event takes two lines of data.
    static let prettyPrint = Habits(rawValue: 1 << 7)
    /// A run that is stopped has a result, which the specification advises against.
    static let stopsWithResult = Habits(rawValue: 1 << 8)
  }

  /// What is wrong with it.
  enum Bug: Sendable {
    case none
    case carriageReturns, arrays, concatenates, splitsEvents
    case writesNull, snakeCase, dateTimestamps, floatTimestamps, ownMembers, retiredTypes
    case noVersion, prefixedVersion, wholeVersion
    case greetsFirst, startsEachPlan, neverStarts, statusBeforeStart
    case finishesThread, finishesAnotherThread, pendsAnsweredCalls
    case usageAfterEnd, stateAfterEnd, stepsAfterEnd, errorsTwice
    case startsEachRunning, endsUnstarted, contentAlone, endsTwice
    case leavesSteps, leavesStepsOfStops, leavesMessage, leavesReasoning
    case chunkWithoutID, chunkChangesRole, callWithoutName, chunkAfterCustom
    case oneSubagent, announcesLate, reusesInvocation, unknownParent
    case deltaFirst, deltaToOtherID, progressDeltas
    case misspeltPath, unescapedName, staleTest, rootArray
    case restatesNothing, restatesPending, restatesNoMessage, restatesNoSteps
    case stopIsSuccess, stopIsExplicitSuccess, stopIsError, stopThenError
  }

  /// How events are carried.
  enum Carrier: Sendable {
    case blocks
    case messages
  }

  let bug: Bug
  let habits: Habits
  let carrier: Carrier
  var trace: TraceID?
  var isEnded = false
  var plan: [RoadmapStep]?
  var hasStatus = false
  /// The steps that are open, each by its name.
  var open: [(id: Int, name: String)] = []
  /// How many updates there were.
  var count = 0
  /// The events of the group that is being told.
  var group: [String] = []

  init(_ bug: Bug = .none, habits: Habits = [], carrier: Carrier = .blocks) {
    self.bug = bug
    self.habits = habits
    self.carrier = carrier
  }

  mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    if isEnded { throw StatusEncodingError(.ended, event) }
    group = []
    if trace == nil { begin(event.trace) }
    let start = group.count
    switch event.payload {
    case .update(let update): tell(update)
    case .gap(let lost):
      for step in open { finish(step.name, isRestated: true) }
      open = []
      custom("status-streaming.gap", "{\"lost\":\(lost)}")
    case .complete(let answer): complete(answer)
    case .failed(let message): fail(message)
    case .cancelled(let reason): cancel(reason)
    }
    isEnded = event.payload.isTerminal
    let end = group.count
    if isEnded { addAfterEnd(of: event.payload) }
    let text = event.cursor.text
    for (index, json) in group.enumerated() {
      frame(json, id: index == end - 1 && index >= start ? text : nil, into: &bytes)
    }
    if bug == .arrays, end - start > 1 { join(group[start..<end], id: text, into: &bytes) }
    if isEnded, carrier == .messages { close(after: event.payload, into: &bytes) }
  }

  var needsSnapshots: Bool { bug != .restatesNothing }

  mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    guard trace == nil, snapshot.cursor.number > .zero else { return }
    group = []
    begin(snapshot.trace)
    restate(snapshot)
    for json in group { frame(json, id: nil, into: &bytes) }
  }

  mutating func encodeHeartbeat(into bytes: inout [UInt8]) {
    if isEnded { return }
    bytes += carrier == .blocks ? Array(": alive\n\n".utf8) : [0x89, 0]
  }

  mutating func encodeClose(into bytes: inout [UInt8]) {
    if !isEnded, carrier == .messages { bytes += [0x88, 2, 0x03, 0xE9] }
    isEnded = true
  }

  // MARK: Frames

  private func frame(_ json: String, id: String?, into bytes: inout [UInt8]) {
    if carrier == .messages {
      var json = json
      if let id { json = adding("\"id\":\"\(id)\"", toMetadataOf: json) }
      let size = json.utf8.count
      bytes.append(0x81)
      if size < 126 {
        bytes.append(UInt8(size))
      } else if size < 65_536 {
        bytes += [126, UInt8(size >> 8), UInt8(size & 0xFF)]
      } else {
        bytes.append(127)
        for shift in stride(from: 56, through: 0, by: -8) {
          bytes.append(UInt8(size >> shift & 0xFF))
        }
      }
      bytes += json.utf8
      return
    }
    var text = "data: \(json)\n"
    if habits.contains(.prettyPrint) {
      text = "data: {\ndata: \(json.dropFirst())\n"
    }
    if bug == .splitsEvents, count % 4 == 2, let half = json.firstRange(of: ",") {
      text = "data: \(json[..<half.lowerBound])\n\ndata: \(json[half.lowerBound...])\n"
    }
    if bug == .concatenates, id != nil, count % 4 == 2 { text = "data: \(json)\(json)\n" }
    if let id { text = "id: \(id)\n" + text }
    text += "\n"
    bytes +=
      bug == .carriageReturns ? Array(text.replacing("\n", with: "\r\n").utf8) : Array(text.utf8)
  }

  private func join(_ events: ArraySlice<String>, id: String, into bytes: inout [UInt8]) {
    bytes += "data: [\(events.joined(separator: ","))]\n\n".utf8
  }

  private func close(after payload: StreamEvent.Payload, into bytes: inout [UInt8]) {
    if case .failed = payload {
      bytes += [0x88, 2, 0x03, 0xF3]
    } else {
      bytes += [0x88, 2, 0x03, 0xE8]
    }
  }

  private func adding(_ member: String, toMetadataOf json: String) -> String {
    let own = "\"status-streaming\":{"
    if let place = json.firstRange(of: own)?.upperBound {
      return json[..<place] + member + "," + json[place...]
    }
    return json.dropLast() + ",\"metadata\":{\(own)\(member)}}}"
  }
}

extension Cursor {
  /// The cursor as an id.
  var text: String { epoch.map { "\($0)-\(number)" } ?? "\(number)" }
}
