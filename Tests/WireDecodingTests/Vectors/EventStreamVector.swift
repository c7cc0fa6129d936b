import WireDecoding

/// A decoder case of an event stream file: its bytes, its cuts, and every outcome it accepts.
struct EventStreamVector {
  let input: [UInt8]
  let chunkings: [Chunking]
  let outcomes: [Outcome]

  init(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("id", "name", "group", "source", "note", "wpt", "portable", "validated_with")
    input = try fields.textOrBase64("input")
    if let length = try fields.intIfPresent("byte_length"), length != input.count {
      throw VectorFault("the input has \(input.count) bytes and should have \(length)")
    }
    chunkings = try (fields.arrayIfPresent("chunkings") ?? []).map { value in
      guard case .array(let offsets) = value else { throw VectorFault("a chunking is no array") }
      return .offsets(
        try offsets.map {
          guard case .integer(let offset) = $0 else { throw VectorFault("an offset is no number") }
          return offset
        })
    }
    let expected = try fields.take("expected")
    let final = try fields.take("final")
    var values = [JSONValue.object(["expected": expected, "final": final])]
    if var ambiguity = try fields.objectIfPresent("ambiguous") {
      ambiguity.ignore("why")
      values += try ambiguity.array("alternatives").flatMap {
        try Self.outcomes(values[0], changedBy: $0)
      }
      try ambiguity.finish()
    }
    try fields.finish()
    outcomes = try values.map(Outcome.init)
  }

  struct Outcome {
    let events: [EventStreamDecoder.Event]
    let lastEventID: String
    let lastEventIDBuffer: String
    let reconnectionTime: Int?

    init(_ value: JSONValue) throws {
      var fields = try VectorFields(value, "outcome")
      events = try fields.array("expected").map { try EventStreamVector.event($0).event }
      var final = try VectorFields(fields.take("final"), "final")
      lastEventID = try final.string("lastEventId")
      lastEventIDBuffer = try final.string("lastEventIdBuffer")
      reconnectionTime = try final.intIfPresent("retry")
      try final.finish()
      try fields.finish()
    }

    func accepts(_ run: EventStreamRun) -> Bool {
      run.error == nil && run.events == events
        && run.lastEventID.elementsEqual(lastEventID.utf8)
        && run.lastEventIDBuffer.elementsEqual(lastEventIDBuffer.utf8)
        && run.reconnectionTime == reconnectionTime
    }
  }

  /// The outcomes that an alternative stands for: those that it differs in from the expected one, by
  /// their paths.
  private static func outcomes(
    _ outcome: JSONValue, changedBy alternative: JSONValue
  ) throws -> [JSONValue] {
    var changes = try VectorFields(alternative, "alternative")
    var outcomes = [outcome]
    for (path, value) in changes.takeRest() {
      let steps = path.split { ".[]".contains($0) }[...]
      if steps == ["final", "retry"] {
        guard let time = try reconnectionTime(value) else { return [] }
        outcomes = try outcomes.flatMap { try $0.withFinalReconnectionTime(time) }
      } else {
        outcomes = try outcomes.map { try $0.replacing(steps, with: value) }
      }
    }
    return outcomes
  }

  /// A time that may be given in words or in digits, `nil` if it is one that no `Int` can hold.
  private static func reconnectionTime(_ value: JSONValue) throws -> JSONValue? {
    guard case .string(let text) = value else { return value }
    if text == "implementation maximum" { return .integer(.max) }
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw VectorFault("a final retry of '\(text)' means nothing")
    }
    return Int(text).map { .integer($0) }
  }

  /// An expected event, and whether it says anything of the reconnection time.
  static func event(
    _ value: JSONValue
  ) throws -> (event: EventStreamDecoder.Event, statesTime: Bool) {
    var fields = try VectorFields(value, "event")
    let statesTime = fields.has("retry")
    let event = EventStreamDecoder.Event(
      type: try fields.string("event"), data: Array(try fields.string("data").utf8),
      lastEventID: try fields.string("lastEventId"),
      reconnectionTime: try fields.intIfPresent("retry"))
    try fields.finish()
    return (event, statesTime)
  }
}

extension JSONValue {
  /// An outcome with another reconnection time at the end.
  ///
  /// It came into force before one of the events or after all, which an alternative leaves open, so
  /// there is one outcome for each.
  fileprivate func withFinalReconnectionTime(_ time: JSONValue) throws -> [JSONValue] {
    guard case .object(let members) = self, case .array(let events) = members["expected"] else {
      throw VectorFault("expected is no array")
    }
    return try (0...events.count).map { first in
      try (first..<events.count).reduce(replacing(["final", "retry"], with: time)) {
        try $0.replacing(["expected", "\($1)", "retry"], with: time)
      }
    }
  }
}
